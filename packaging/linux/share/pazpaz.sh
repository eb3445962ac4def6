#!/bin/sh
# Starts PazPaz, or says in a sentence why it cannot be started.
top=@TOP@
say() {
    echo "$1 Your practices are not touched." >&2
    [ -t 2 ] || [ -z "$DISPLAY$WAYLAND_DISPLAY" ] || for ask in "zenity --error --text" "kdialog --error" "xmessage"; do
        command -v "${ask%% *}" >/dev/null 2>&1 && { $ask "$1 Your practices are not touched."; break; }
    done
    exit 1
}
has=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/.* //')
newest=$(printf '%s\n%s\n' "$has" "@GLIBC@" | sort -V | tail -n 1)
[ "$newest" = "$has" ] || say "This system is too old for PazPaz: it needs glibc @GLIBC@ or later, as in @SYSTEMS@."
# A library that was cut short would end the process by a signal when it is loaded.
(cd "$top" && stat -c '%s %n' $(cut -d ' ' -f 2 sizes) | cmp -s - sizes) 2>/dev/null ||
    say "PazPaz is not installed completely, or a file of it is damaged. Install it again."
exec "$top/pazpaz" "$@"
