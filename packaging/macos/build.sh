#!/bin/sh
# THIS RECIPE HAS NEVER RUN. It was written where there is no Mac, from the manuals of Apple's tools; expect to mend it
# on its first run, and take this paragraph away when it has made an app that starts on a Mac that never saw Python.
#
# Makes dist/PazPaz-VERSION-arm64.dmg on a Mac with Apple silicon: frozen, signed with a Developer ID, notarized and
# stapled. Wants CPython 3.13 from python.org, Xcode's command line tools, and in the environment:
#   PAZPAZ_IDENTITY   "Developer ID Application: NAME (TEAM)", in the keychain
#   PAZPAZ_PROFILE    a profile of `xcrun notarytool store-credentials`
set -eu
cd "$(dirname "$0")/../.."
: "${PAZPAZ_IDENTITY:?name the Developer ID to sign with}" "${PAZPAZ_PROFILE:?name the profile to notarize with}"
[ "$(uname -sm)" = "Darwin arm64" ] || { echo "This needs a Mac with Apple silicon." >&2; exit 1; }
version=$(python3.13 -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["version"])')
app=build/installers/frozen/PazPaz.app
image="dist/PazPaz-$version-arm64.dmg"
export MACOSX_DEPLOYMENT_TARGET=13.0

# The layout gives icon, languages, licences and bill of materials; PyInstaller freezes the program into an app.
make prepare
.venv/bin/python packaging/macos/layout.py
laid=build/installers/macos/PazPaz.app/Contents/Resources
PAZPAZ_ICON="$PWD/$laid/pazpaz.icns" .venv/bin/python packaging/bundle/freeze.py
mkdir -p dist
cp -R "$laid/en.lproj" "$laid/he.lproj" "$laid/licences" "$laid/sbom.cdx.json" "$app/Contents/Resources/"
for part in licences sbom.cdx.json; do
    ln -s "../Resources/$part" "$app/Contents/Frameworks/$part" # where the program looks
done

# Inside out: each library, then the app. The hardened runtime, without which notarization refuses.
find "$app/Contents/Frameworks" -type f \( -name '*.so' -o -name '*.dylib' -o -perm -u+x \) -print0 |
    xargs -0 -n 20 codesign --force --timestamp --options runtime --sign "$PAZPAZ_IDENTITY"
codesign --force --timestamp --options runtime --entitlements packaging/macos/entitlements.plist \
    --sign "$PAZPAZ_IDENTITY" "$app"
codesign --verify --deep --strict --verbose=2 "$app"

ditto -c -k --keepParent "$app" build/installers/macos/PazPaz.zip
xcrun notarytool submit build/installers/macos/PazPaz.zip --keychain-profile "$PAZPAZ_PROFILE" --wait
xcrun stapler staple "$app"

rm -rf build/installers/macos/image
mkdir build/installers/macos/image
ditto "$app" build/installers/macos/image/PazPaz.app
ln -s /Applications build/installers/macos/image/Applications
hdiutil create -volname PazPaz -srcfolder build/installers/macos/image -fs HFS+ -format UDZO -ov "$image"
codesign --force --timestamp --sign "$PAZPAZ_IDENTITY" "$image"
xcrun notarytool submit "$image" --keychain-profile "$PAZPAZ_PROFILE" --wait
xcrun stapler staple "$image"
spctl --assess --type open --context context:primary-signature --verbose "$image"
"$app/Contents/MacOS/pazpaz" doctor
