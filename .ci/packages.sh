#!/usr/bin/env bash
# Installs the system packages that a make command needs, on Debian and Ubuntu.
# Elsewhere it checks what it can and says what is missing.
#
#   .ci/packages.sh run       what building and running the till needs
#   .ci/packages.sh test      the above, and a desktop without a screen
#   .ci/packages.sh windows   what cross-building the Windows program needs
#   .ci/packages.sh test-windows   what running it under Wine needs, on a desktop without a screen
#   .ci/packages.sh fonts     what making the bundled fonts again needs
#
# Quick when nothing is missing: one question to dpkg, no network.
set -euo pipefail

build=(gcc pkg-config libgl1-mesa-dev xorg-dev libgl1-mesa-dri libasound2-dev)
desktop=(xvfb openbox dbus dbus-x11 gnome-keyring libsecret-tools xdotool
  zbar-tools tesseract-ocr tesseract-ocr-eng imagemagick x11-utils x11-apps x11-xserver-utils
  xserver-xorg-core xserver-xorg-video-dummy procps curl strace)

cross=(gcc-mingw-w64-x86-64)

case "${1:-}" in
  run) wanted=("${build[@]}") ;;
  test) wanted=("${build[@]}" "${desktop[@]}") ;;
  windows) wanted=("${cross[@]}") ;;
  test-windows) wanted=("${cross[@]}" "${desktop[@]}" libgl1-mesa-dri wine wine64) ;;
  fonts) wanted=(fonts-noto-cjk python3-fonttools unicode-data) ;;
  *) echo "usage: $0 run|test|windows|test-windows|fonts" >&2; exit 2 ;;
esac

say() { echo "packages: $*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

elsewhere() {
  case "$(uname -s)" in
    Darwin)
      xcode-select -p >/dev/null 2>&1 && exit 0
      say "Apple's command line tools are missing. Install them with: xcode-select --install" ;;
    MINGW* | MSYS* | CYGWIN*)
      have gcc && exit 0
      say "a C compiler is missing. Install MSYS2 (https://www.msys2.org), then its" \
        "mingw-w64-ucrt-x86_64-gcc, and put gcc on the PATH." ;;
    *)
      have gcc && have pkg-config && pkg-config --exists gl x11 xcursor xrandr xinerama xi xxf86vm alsa &&
        [ "$1" = run ] && exit 0
      say "this is not Debian or Ubuntu. Install what these packages hold: ${wanted[*]}" ;;
  esac
  exit 1
}
have dpkg-query && have apt-get || elsewhere "$1"

installed=" $(dpkg-query -W -f='${Package}=${db:Status-Status} ' "${wanted[@]}" 2>/dev/null || true)"
missing=()
for package in "${wanted[@]}"; do
  [[ "$installed" == *" $package=installed "* ]] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  have sudo || { say "missing: ${missing[*]}. Ask an administrator for: apt-get install ${missing[*]}"; exit 1; }
  as_root=(sudo)
fi
say "installing ${missing[*]}"
# The lock timeout covers a machine that is busy with its own daily update.
apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
"${as_root[@]}" "${apt[@]}" update
"${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "${missing[@]}"
