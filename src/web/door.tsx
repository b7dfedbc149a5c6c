/** The page of somebody who is not signed in. Loaded only for them. */
import { render } from 'preact'
import type { BootData } from '../shared/boot.ts'
import { buildDoor, type Door, DoorContext, type SignedInBoot } from './context.ts'
import { forgetHere, signedInHere } from './models/session.ts'
import { navigate, route } from './route.ts'
import { Announcer } from './ui/announce.tsx'
import { Safe } from './ui/safe.tsx'
import { CreateAccount } from './views/create-account.tsx'
import { SignIn } from './views/sign-in.tsx'

/** `follow` makes the document look and speak as was chosen, and resolves when its words are there. */
export async function showDoor(
  boot: Exclude<BootData, SignedInBoot>,
  follow: (door: Door) => Promise<void>,
): Promise<void> {
  const { page } = route.peek()
  if (boot.config.fresh) navigate('/register', 'replace')
  else if (page !== 'sign-in' && page !== 'register') {
    // What the address asks of a new chat is still asked after the door.
    const here = location.pathname + location.search
    navigate(here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`, 'replace')
  }
  const door = buildDoor(boot)
  await follow(door)
  document.title = door.config.appTitle
  render(<DoorPage door={door} />, document.getElementById('app')!)
  // Nobody is signed in: nothing that somebody could read stays.
  if (!signedInHere()) setTimeout(() => void forgetHere(), 0)
}

function DoorPage({ door }: { door: Door }) {
  return (
    <DoorContext.Provider value={door}>
      <Safe>{route.value.page === 'register' ? <CreateAccount /> : <SignIn />}</Safe>
      <Announcer />
    </DoorContext.Provider>
  )
}
