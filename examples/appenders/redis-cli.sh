#!/bin/sh
# Invalidates tags with redis-cli alone, after the commit of what changed them, and prints the position of the record.
#
#     sh redis-cli.sh NAMESPACE TAG...
#
# Redis is where REDIS_URL says (default redis://127.0.0.1:6379); a password can be given in REDISCLI_AUTH instead, so that it is
# no argument of a program. The rules: docs/protocol.md.
set -eu

fail() {
  printf 'redis-cli.sh: %s\n' "$1" >&2
  exit 1
}

url=${REDIS_URL:-redis://127.0.0.1:6379}
# An empty user is the default one, which redis-cli wants to be named.
case $url in *://:*@*) url=${url%%://*}://default:${url#*://:} ;; esac
script=$(dirname "$0")/../../protocol/append.lua
retention_ms=7200000
max_records=200000

case ${1:-} in
  '' | *[!A-Za-z0-9._-]*) fail 'expected NAMESPACE TAG...; a namespace is made of A-Z a-z 0-9 . _ -' ;;
esac
[ $# -ge 2 ] && [ $# -le 1001 ] || fail 'expected NAMESPACE and 1 to 1000 tags'
namespace=$1
[ ${#namespace} -le 64 ] || fail 'a namespace has at most 64 characters'
shift

# Tags become a JSON array. Control characters would need escapes that a shell cannot write simply, so they are refused.
tags=
for tag; do
  [ -n "$tag" ] || fail 'a tag is empty'
  [ "$(printf '%sx' "$tag" | LC_ALL=C tr -d '\001-\037')" = "${tag}x" ] || fail 'a tag has a control character, such as a newline'
  printf '%s' "$tag" | iconv -f UTF-8 -t UTF-8 >/dev/null 2>&1 || fail 'a tag is no UTF-8 text'
  [ "$(printf '%s' "$tag" | iconv -f UTF-8 -t UTF-16LE | wc -c)" -le 1024 ] || fail 'a tag has more than 512 characters'
  tags="$tags,\"$(printf '%s' "$tag" | sed 's/["\\]/\\&/g')\""
done
tags="[${tags#,}]"

# Pub/sub ignores database numbers, so the channel's name has it.
path=${url#*://}
case $path in
  */*) database=${path##*/} ;;
  *) database= ;;
esac
database=${database%%\?*}
case ${database:=0} in
  *[!0-9]*) fail 'expected redis://[[user]:password@]host[:port][/database] in REDIS_URL' ;;
esac

fresh() { od -An -N9 -tx1 /dev/urandom | tr -d ' \n'; }

token=$(fresh)
# One line for each element of the answer: id, prev, epoch, token, kind, hold, tags, left.
answer=$(redis-cli --no-auth-warning -u "$url" --eval "$script" "{$namespace}:log" "{$namespace}:holds" , \
  append "{$namespace}:log:$database" "$token" "$(fresh)" "$retention_ms" "$max_records" - "$tags" 2>&1) || fail "$answer"

line() { printf '%s\n' "$answer" | sed -n "$1p"; }

case $answer in *unauthenticated* | NOAUTH*) fail 'Redis asks for a password' ;; esac
[ "$(line 4)" = "$token" ] || fail "the log did not acknowledge: $(line 1)"
printf '1:%s:%s:%s:%s\n' "$namespace" "$(line 3)" "$(line 1)" "$token"
