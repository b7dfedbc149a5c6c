CREATE TABLE `identities` (
	`strategy` text NOT NULL,
	`subject` text NOT NULL,
	`user` text NOT NULL,
	`secret` text,
	`created` integer NOT NULL,
	PRIMARY KEY(`strategy`, `subject`),
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `identities_user` ON `identities` (`user`);--> statement-breakpoint
CREATE TABLE `limits` (
	`key` text PRIMARY KEY NOT NULL,
	`hits` integer NOT NULL,
	`ends` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `limits_ends` ON `limits` (`ends`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`family` text NOT NULL,
	`token` text NOT NULL,
	`previous` text,
	`rotated` integer NOT NULL,
	`created` integer NOT NULL,
	`seen` integer NOT NULL,
	`expires` integer NOT NULL,
	`agent` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_family_unique` ON `sessions` (`family`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user`,`seen`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`created` integer NOT NULL,
	`banned` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);