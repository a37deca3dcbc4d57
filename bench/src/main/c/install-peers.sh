#!/usr/bin/env bash
# Fetches and builds the peers of ./pfm bench that no package has.
#   install-peers.sh FOLDER JAVA_HOME
# The source of FFTW comes from the apt sources of this machine, MKL from the Maven repository that is set up here. Each
# goes to a folder of its own in FOLDER, which appears only when it is complete.
set -euo pipefail
target=$1 java_home=$2
mkdir -p "$target"
work=$(mktemp -d "$target/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
failed=0

say() { printf 'pfm: %s\n' "$1" >&2; }

logged() { # runs a command; shows the end of what it said if it fails
    "$@" >"$work/log" 2>&1 </dev/null || { tail -n 15 "$work/log" >&2; return 1; }
}

need() { # PROGRAM PACKAGE
    type -P "$1" >/dev/null || { say "$1 must be installed, was not found; on Debian: apt install $2"; return 1; }
}

fetch_fftw() { # to $work/fftw3_*.orig.tar.*
    need apt-get 'apt (other systems: build FFTW 3.3.10 yourself)' || return 1
    local sources=$work/sources state=$work/state
    mkdir -p "$sources" "$state/lists/partial" "$work/cache/archives/partial"
    # The machine's sources of binary packages, as sources of source packages.
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
        sed -n 's/^deb /deb-src /p' >"$sources/source.list" || true
    local file
    for file in /etc/apt/sources.list.d/*.sources; do
        [[ -e $file ]] && sed 's/^Types:.*/Types: deb-src/' "$file" >"$sources/${file##*/}"
    done
    local apt=(apt-get -qq -o "Dir::Etc::sourcelist=/dev/null" -o "Dir::Etc::sourceparts=$sources"
        -o "Dir::State::lists=$state/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User="$(id -un)")
    "${apt[@]}" update >/dev/null 2>&1 || true # a source without source packages does not matter
    (cd "$work" && logged "${apt[@]}" source --download-only fftw3)
}

build_fftw() {
    need gcc gcc && need make make && fetch_fftw || return 1
    mkdir "$work/fftw"
    tar -xf "$work"/fftw3_*.orig.tar.* -C "$work/fftw" --strip-components=1 || return 1
    say 'building FFTW, about three minutes'
    (cd "$work/fftw" && logged ./configure --prefix="$work/built" --enable-float --enable-openmp --enable-fma \
        --enable-avx2 --enable-avx512 --disable-fortran --disable-doc CFLAGS='-O3 -march=native' &&
        logged make -j2 && logged make install) || return 1
    mv "$work/built" "$target/fftw-avx512"
}

fetch_mkl() { # NAME VERSION
    need mvn maven || return 1
    local folder=$work/$1
    mkdir -p "$folder/lib"
    [[ -n ${JAVA_HOME:-} ]] || type -P java >/dev/null || export JAVA_HOME=$java_home
    # shellcheck disable=SC2086 # several words
    logged mvn -B -q ${PFM_MAVEN_ARGS:-} org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
        -Dartifact="org.bytedeco:mkl:$2:jar:linux-x86_64-redist" -DoutputDirectory="$folder" || return 1
    (cd "$folder" && "$java_home/bin/jar" -xf mkl-*.jar && rm mkl-*.jar) || return 1
    local library name
    while read -r library; do
        name=${library##*/}
        mv "$library" "$folder/lib/$name"
        [[ $name == *.so ]] || ln -s "$name" "$folder/lib/${name%%.so*}.so"
    done < <(find "$folder/org" '(' -name 'libmkl_*.so*' -o -name libiomp5.so ')' ! -name 'libmkl_vml*')
    rm -r "$folder/org" "$folder/META-INF"
    [[ -e $folder/lib/libmkl_core.so ]] || { say "MKL $2 has no libmkl_core.so"; return 1; }
    mv "$folder" "$target/$1"
}

install() { # NAME COMMAND...
    [[ -e $target/$1 ]] && return
    say "getting $1"
    "${@:2}" || { say "$1 could not be installed, see above"; failed=1; }
}

install fftw-avx512 build_fftw
install mkl fetch_mkl mkl 2019.5-1.5.2
install mkl-2025 fetch_mkl mkl-2025 2025.2-1.5.12
exit "$failed"
