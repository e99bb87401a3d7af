# shellcheck shell=bash
# Sourced by the scripts beside it: starts an emulator of its own for the caller, and asks it.

# start_emulator FOLDER FLAG...: sets emulator (its process id) and url; what it prints goes to FOLDER/emulator.log.
start_emulator() {
  local folder=$1
  shift
  bin/hwc-emulator -listen 127.0.0.1:0 -url-file "$folder/url" "$@" >"$folder/emulator.log" 2>&1 &
  emulator=$!
  for _ in {1..200}; do
    if [ -s "$folder/url" ] || ! kill -0 "$emulator" 2>/dev/null; then break; fi
    sleep 0.05
  done
  if [ ! -s "$folder/url" ]; then
    echo "the emulator did not start:" >&2
    cat "$folder/emulator.log" >&2
    return 1
  fi
  url=$(cat "$folder/url")
  url=${url%/}
}

# get PATH: the emulator's answer, with nothing but bash: a fresh machine may lack curl.
get() {
  local host=${url#http://}
  exec 3<>"/dev/tcp/${host%:*}/${host##*:}"
  printf 'GET %s HTTP/1.0\r\n\r\n' "$1" >&3
  sed '1,/^\r$/d' <&3
  exec 3>&-
}

# as_tenant_a: the environment points the provider at the emulator. Nothing of a real account may get in.
as_tenant_a() {
  local name
  for name in $(compgen -e | grep -E '^(HWC|HW|OS)_' || true); do unset "$name"; done
  export HWC_ENDPOINT_URL=$url HW_REGION_NAME=cn-north-4
  export HW_ACCESS_KEY=AKTENANTA00000000001 HW_SECRET_KEY=SKTENANTA0000000000000000000000000000001
}
