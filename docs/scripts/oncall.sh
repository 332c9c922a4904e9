#!/bin/sh
# oncall.sh ROTA [FLAGS]: moves the on-call number to the phone of the person on call.
#
# ROTA has a line for each week: the date of its Monday, the telephone number without
# blanks, and a name for people. Lines that begin with # are skipped. FLAGS are passed to
# rcfwd, such as -x 104 or --profile oncall. In a crontab, for every Monday at nine:
#
#     0 9 * * 1  oncall.sh $HOME/rota --profile oncall
#
# Running it again is safe: a number that is there already is left alone.
set -eu

rota=${1:?usage: oncall.sh ROTA [FLAGS]}
shift
label=${ONCALL_LABEL:-On-call pager}
today=${ONCALL_DATE:-$(date +%F)}

# fail CODE: says what an exit code of rcfwd means here, and ends with it.
fail() {
	case $1 in
	4) echo "oncall: the sign-in has ended; run rcfwd login on this machine" >&2 ;;
	5) echo "oncall: it is not known whether the number was moved; run this again" >&2 ;;
	*) echo "oncall: the number was not moved" >&2 ;;
	esac
	exit "$1"
}

number=$(awk -v today="$today" '!/^#/ && NF > 1 && $1 <= today { n = $2 } END { print n }' "$rota")
if [ -z "$number" ]; then
	echo "oncall: $rota has no line for $today or before" >&2
	exit 1
fi

# What the number is now. The hash makes sure that what is written replaces that, and not
# what another person has made of it meanwhile.
hash=$(rcfwd numbers show "label:$label" --format '{hash}' "$@") || fail $?

rcfwd numbers set "label:$label" --number "$number" --yes --if-unchanged "$hash" --format '{label} is {phoneNumber}' "$@" || fail $?

# A number that no rule rings takes no calls.
rings=$(rcfwd numbers show "label:$label" --format '{rings}' "$@") || fail $?
case $rings in
*true*) ;;
*) echo "oncall: no rule rings $label now" >&2 ;;
esac
