/** The page of somebody who is not signed in. Loaded only for them. */
import { type Door, DoorContext } from './context.ts'
import { route } from './route.ts'
import { Announcer } from './ui/announce.tsx'
import { Safe } from './ui/safe.tsx'
import { CreateAccount } from './views/create-account.tsx'
import { SignIn } from './views/sign-in.tsx'

export function DoorPage({ door }: { door: Door }) {
  return (
    <DoorContext.Provider value={door}>
      <Safe>{route.value.page === 'register' ? <CreateAccount /> : <SignIn />}</Safe>
      <Announcer />
    </DoorContext.Provider>
  )
}
