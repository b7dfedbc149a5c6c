/** Messages of one window: what a page shows at once and what one `page` brings. Apart, so that the page has no schemas. */
export const WINDOW = 60
