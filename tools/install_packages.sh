#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# install_packages.sh KIND...: installs the Debian packages of tools/packages.txt that are missing; says so first.
set -eu
list=$(dirname "$0")/packages.txt
missing=
for kind in "$@"; do
  for package in $(sed -n "s/^$kind //p" "$list"); do
    # nodejs and npm may come from elsewhere than Debian
    case $package in
      nodejs) command -v node >/dev/null && continue ;;
      npm) command -v npm >/dev/null && continue ;;
    esac
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
  done
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null || { echo "These Debian packages are needed, and there is no apt-get here:$missing" >&2; exit 1; }
echo "Installing what is missing:$missing"
sudo=
[ "$(id -u)" = 0 ] || { sudo=sudo; echo "(with sudo: it may ask for your password)"; }
$sudo apt-get update -qq
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
