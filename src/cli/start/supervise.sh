#!/bin/sh
# Runs workerd, starts it again when it crashes, and ends it in order: supervise.sh NODE WORKERD CONFIG URL
# The working directory is the run folder of the data. A shell, because it stays in memory as long as the server.
node=$1 workerd=$2 config=$3 url=$4
here=$(dirname "$0")
tries=0
# A socket that sleeps takes two files, an object that is awake three more; running out of them ends the process.
ulimit -n "$(ulimit -Hn)" 2>/dev/null || ulimit -n 65536 2>/dev/null || :

serve() {
  rm -f control.sock
  # Signals from the terminal reach the whole group; workerd must not die of them before its open answers are written.
  (trap '' INT HUP USR1 && exec "$workerd" serve "$config") &
  server=$!
  echo "$server" > workerd.pid
  began=$(date +%s)
}

# Writes open answers, then ends workerd. That takes little more than a second at worst, so no further signal is heard: a
# terminal and npm both send one for the same Ctrl-C.
halt() {
  trap '' INT TERM HUP USR1
  "$node" "$here/flush.js" . "$server" &
  wait $!
  kill -9 "$server" 2>/dev/null
  wait "$server" 2>/dev/null
  rm -f workerd.pid control.sock
}

trap 'halt; exit 0' INT TERM HUP
trap '' USR1
serve
"$node" "$here/ready.js" "$url" "$server" &
ready=$!
if ! wait "$ready"; then
  kill -9 "$server" 2>/dev/null
  rm -f workerd.pid control.sock
  echo 'The server did not start; its own message is above.' >&2
  exit 1
fi

# In development, after a build.
listen() {
  trap 'halt; exit 0' INT TERM HUP
  trap 'halt; listen; tries=0; serve; again=1' USR1
}

listen
while :; do
  again=0
  wait "$server" 2>/dev/null
  code=$?
  [ "$again" = 1 ] && continue
  # A crash now and then is answered at once; one after the other ever more slowly, and then not any more.
  [ $(($(date +%s) - began)) -ge 60 ] && tries=0
  tries=$((tries + 1))
  if [ "$tries" -gt 5 ]; then
    echo "The server ended again and again (code $code); it stays down. Its own messages are above." >&2
    rm -f workerd.pid control.sock
    exit 1
  fi
  echo "The server ended unexpectedly (code $code) and is started again." >&2
  # In the background, so that a signal is heard meanwhile.
  [ "$tries" -gt 1 ] && { sleep $((tries - 1)) & wait $!; }
  serve
done
