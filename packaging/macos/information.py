"""What macOS is told about the app: the same for the layout made anywhere and for PyInstaller on a Mac."""

IDENTIFIER = "org.pazpaz.Desktop"
PROGRAM = "pazpaz"
OLDEST = "13.0"
LANGUAGES = {"en": "PazPaz backup", "he": "גיבוי של PazPaz"}
"""Each language of the program, and what the Finder calls a backup in it."""


def information(version: str) -> dict[str, object]:
    """Info.plist of this version, as a dictionary."""
    return {
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": list(LANGUAGES),
        "CFBundleDisplayName": "PazPaz",
        "CFBundleName": "PazPaz",
        "CFBundleExecutable": PROGRAM,
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleIconFile": "pazpaz.icns",
        "CFBundlePackageType": "APPL",
        "CFBundleInfoDictionaryVersion": "6.0",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSMinimumSystemVersion": OLDEST,
        "LSArchitecturePriority": ["arm64"],
        "LSApplicationCategoryType": "public.app-category.medical",
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "Apache-2.0",
        "NSSupportsAutomaticTermination": False,
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "PazPaz backup",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [f"{IDENTIFIER}.backup"],
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": f"{IDENTIFIER}.backup",
                "UTTypeDescription": "PazPaz backup",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": ["pazpaz"],
                    "public.mime-type": ["application/x-pazpaz-backup"],
                },
            }
        ],
    }
