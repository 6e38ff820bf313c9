# shellcheck shell=bash
# What the commands of this folder share: finding and installing what a fresh machine lacks. Sourced from the project's root.

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif has sudo; then sudo "$@"; else return 1; fi
}

# install WHAT APT DNF BREW: by the platform's package manager; each name may be several, or - where there is none.
install() {
  local what=$1 apt=$2 dnf=$3 brew=$4
  say "Installing $what …"
  # The names are lists: they are split on purpose.
  # shellcheck disable=SC2086
  if has apt-get && [ "$apt" != - ]; then
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || true
    as_root env DEBIAN_FRONTEND=noninteractive ${RUNLEVEL:+RUNLEVEL=$RUNLEVEL} apt-get install -y -qq --no-install-recommends $apt >&2
  elif has dnf && [ "$dnf" != - ]; then
    as_root dnf install -y -q $dnf >&2
  elif has brew && [ "$brew" != - ]; then
    brew install --quiet $brew >&2
  else
    return 1
  fi
}

need_dotnet() {
  local version
  version=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json)
  local major=${version%%.*}
  has dotnet && dotnet --version >/dev/null 2>&1 && return
  install ".NET SDK $major" "dotnet-sdk-$major.0" "dotnet-sdk-$major.0" dotnet || true
  has dotnet && dotnet --version >/dev/null 2>&1 && return
  fail ".NET SDK $version or a newer $major.0 is needed and could not be installed here: see https://dot.net/download."
}

need_node() {
  has node && has npm && return
  install "Node.js (its npm brings the browser libraries)" "nodejs npm" "nodejs npm" node || true
  has npm || fail "npm is needed and could not be installed here: install Node.js 18 or newer."
}

# The same places that the app looks into (PostgresBinaries.cs): client tools alone do not count.
has_postgres_server() {
  local directory directories
  IFS=: read -ra directories <<<"$PATH"
  directories+=(/usr/lib/postgresql/*/bin /usr/pgsql-*/bin)
  directories+=(/opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin /home/linuxbrew/.linuxbrew/opt/postgresql*/bin)
  directories+=(/Applications/Postgres.app/Contents/Versions/*/bin)
  if has pg_config; then directories+=("$(pg_config --bindir)"); fi
  for directory in "${directories[@]}"; do
    if [ -x "$directory/postgres" ] && [ -x "$directory/initdb" ] && [ -x "$directory/pg_ctl" ]; then return 0; fi
  done
  return 1
}

need_postgres_server() {
  has_postgres_server && return
  if has apt-get; then
    # Debian's package would also set up and start a cluster of the system's own, which nobody asked for.
    install "PostgreSQL's common files" postgresql-common - - || true
    local quiet=/etc/postgresql-common/createcluster.d/onboarding-tracker.conf
    as_root sh -c "mkdir -p ${quiet%/*} && echo 'create_main_cluster = false' > $quiet" || true
    install "the PostgreSQL server" postgresql - - || true
    as_root rm -f "$quiet" || true
  else
    install "the PostgreSQL server" - "postgresql-server postgresql-contrib" postgresql@17 || true
  fi
  has_postgres_server || fail "PostgreSQL 15 or newer is needed and could not be installed here: install its server, or set ConnectionStrings__Postgres."
}

need_chromium() {
  has chromium || has chromium-browser || has google-chrome && return
  install "Chromium for the browser tests" chromium chromium - || true
  has chromium || has chromium-browser || fail "Chromium is needed for the browser tests and could not be installed here."
}

# The mailbox tests read from a real IMAP server, which they start themselves; without it they are skipped.
need_dovecot() {
  [ -x /usr/sbin/dovecot ] || [ -x /usr/local/sbin/dovecot ] || [ -x /opt/homebrew/sbin/dovecot ] && return
  # RUNLEVEL=1: Debian's package would also start a server of the system's own, which nobody asked for.
  RUNLEVEL=1 install "Dovecot for the mailbox tests" dovecot-imapd dovecot dovecot || say "Dovecot could not be installed here: the mailbox tests are skipped."
}
