#!/usr/bin/env bash
# Runs a command on a desktop of its own and returns the command's exit code:
#
#   .ci/desktop.sh go test ./...
#
# The desktop is a virtual screen (Xvfb, 1400x900) with a window manager, a
# D-Bus session and an unlocked gnome-keyring, in a home folder that is thrown
# away. Nothing of the caller's screen, keyring or settings is touched, and any
# number of desktops may run side by side. Whatever the command leaves running
# is ended with it. Exit code 125: the desktop itself could not be started.
#
# Outside Linux the command just runs: the real desktop is the one to test on.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 COMMAND [ARGUMENT...]" >&2; exit 2; }
[ "$(uname -s)" = Linux ] || exec "$@"

# wait_for SECONDS COMMAND...: asks every tenth of a second until it succeeds.
wait_for() {
  local tries=$(($1 * 10))
  shift
  until "$@" >/dev/null 2>&1; do
    ((tries-- > 0)) || return 1
    sleep 0.1
  done
}

give_up() { # give_up WHAT [LOG]
  echo "desktop: $1" >&2
  [ $# -lt 2 ] || tail -n 20 "$2" >&2
  exit 125
}

# --- Inside the D-Bus session ---------------------------------------------

window_manager_answers() { timeout 5 xprop -root _NET_SUPPORTING_WM_CHECK | grep -q 'window id'; }

# Asked of the bus, not of the service: asking the service itself would make
# the bus start a second keyring, a locked one.
keyring_is_there() {
  timeout 5 dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'
}

keyring_keeps_a_secret() {
  echo probe | timeout 5 secret-tool store --label=probe desktop probe &&
    [ "$(timeout 5 secret-tool lookup desktop probe)" = probe ] &&
    timeout 5 secret-tool clear desktop probe
}

inside() {
  local status=0 home="$QRTILL_DESKTOP" services=()
  exec 2>&4 4>&-
  touch "$home/started"
  openbox --sm-disable >"$home/openbox.log" 2>&1 &
  services+=($!)
  # The password must not be empty: with an empty one every later write fails.
  "$home/gnome-keyring-daemon" --foreground --unlock --components=secrets \
    <<<"not a secret" >"$home/keyring.log" 2>&1 &
  services+=($!)
  wait_for 30 window_manager_answers || give_up "the window manager did not start" "$home/openbox.log"
  wait_for 30 keyring_is_there || give_up "the keyring did not start" "$home/keyring.log"
  wait_for 30 keyring_keeps_a_secret || give_up "the keyring keeps no secrets" "$home/keyring.log"
  "$@" || status=$?
  kill "${services[@]}" 2>/dev/null || true
  wait "${services[@]}" || true
  exit "$status"
}

if [ "${QRTILL_DESKTOP_INSIDE:-}" = yes ]; then
  unset QRTILL_DESKTOP_INSIDE
  inside "$@"
fi

# --- Outside ---------------------------------------------------------------

for program in Xvfb openbox dbus-run-session gnome-keyring-daemon secret-tool xprop; do
  command -v "$program" >/dev/null || give_up "$program is missing; .ci/packages.sh test installs it"
done
home=$(mktemp -d "${TMPDIR:-/tmp}/qrtill-desktop.XXXXXX")

# Every process of this desktop carries the name of its folder in its
# environment, so those it left behind can be found, and only those.
ours() { grep -lsFxz "QRTILL_DESKTOP=$home" /proc/[0-9]*/environ | cut -d/ -f3 || true; }

clean_up() {
  trap '' INT TERM HUP
  local round pids
  for round in {1..50}; do
    pids=$(ours)
    [ -n "$pids" ] || break
    case $round in
      1) kill -TERM $pids 2>/dev/null || true ;;
      2?) kill -KILL $pids 2>/dev/null || true ;;
    esac
    sleep 0.1
  done
  rm -rf "$home" || true
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# A copy, because the installed file asks for the right to lock memory, and a
# container that may not grant it refuses to start the program at all.
cp "$(command -v gnome-keyring-daemon)" "$home/gnome-keyring-daemon"
mkdir -m 700 "$home/home" "$home/run"
mkdir "$home/home/"{data,config,cache,state}

# Go keeps its caches and settings under the real home folder, git its trust.
if command -v go >/dev/null; then
  eval "$(go env GOENV GOPATH GOCACHE GOMODCACHE | {
    for name in GOENV GOPATH GOCACHE GOMODCACHE; do read -r value; printf 'export %s=%q\n' "$name" "$value"; done
  })"
fi
[ ! -f "${HOME:-}/.gitconfig" ] || export GIT_CONFIG_GLOBAL="${GIT_CONFIG_GLOBAL:-$HOME/.gitconfig}"

in_desktop=(env --default-signal=INT,QUIT
  -u WAYLAND_DISPLAY -u XAUTHORITY -u SESSION_MANAGER -u DBUS_SESSION_BUS_ADDRESS -u GNOME_KEYRING_CONTROL
  "QRTILL_DESKTOP=$home" "HOME=$home/home" "XDG_RUNTIME_DIR=$home/run"
  "XDG_DATA_HOME=$home/home/data" "XDG_CONFIG_HOME=$home/home/config"
  "XDG_CACHE_HOME=$home/home/cache" "XDG_STATE_HOME=$home/home/state"
  LC_ALL=C.UTF-8 LIBGL_ALWAYS_SOFTWARE=1 XDG_SESSION_TYPE=x11)

# The pixels lie in a file of the folder, and no pointer hides any of them.
"${in_desktop[@]}" Xvfb -displayfd 3 -screen 0 1400x900x24 +extension GLX -nolisten tcp -noreset -nocursor -fbdir "$home" \
  3>"$home/display" >"$home/xvfb.log" 2>&1 </dev/null &
wait_for 30 grep -q . "$home/display" || give_up "the virtual screen did not start" "$home/xvfb.log"
display=":$(cat "$home/display")"

# In the background, so that a signal ends the wait at once. The bus complains
# of harmless things on standard error; the command gets the caller's own as 4.
status=0
"${in_desktop[@]}" "DISPLAY=$display" QRTILL_DESKTOP_INSIDE=yes \
  dbus-run-session -- "$BASH" "$0" "$@" <&0 4>&2 2>"$home/dbus.log" &
wait $! || status=$?
[ -e "$home/started" ] || give_up "the D-Bus session did not start" "$home/dbus.log"
exit "$status"
