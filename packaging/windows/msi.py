"""The .msi for administrators: installed for everybody, by msiexec or a group policy."""

import os
import shutil
import subprocess
from pathlib import Path
from uuid import UUID, uuid5
from xml.sax.saxutils import quoteattr

_OURS = UUID("6b8a9b34-6a0b-4c9c-9d0e-2b7c0a4f1d11")
"""Every identity in the package is made of this one and a place, so that builds repeat and upgrades fit."""


def write_source(program: Path, version: str, place: str) -> str:
    """A WiX 3 source of all in `program`, one component a file. `place`: how wixl gets to that folder."""
    components: list[str] = []
    tree = "\n".join(_folder(program, place, "", components))
    references = "\n".join(f'<ComponentRef Id="{name}"/>' for name in [*components, "Menu", "Backups"])
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
<Product Id="{_guid(f"product {version}")}" Name="PazPaz" Language="1033" Version="{version}"
 Manufacturer="PazPaz" UpgradeCode="{_guid("upgrade")}">
<Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine" Description="PazPaz"/>
<MajorUpgrade DowngradeErrorMessage="A newer PazPaz is installed already; nothing was changed."/>
<Media Id="1" Cabinet="program.cab" EmbedCab="yes"/>
<Icon Id="pazpaz.ico" SourceFile="pazpaz.ico"/>
<Property Id="ARPPRODUCTICON" Value="pazpaz.ico"/>
<Property Id="ARPNOMODIFY" Value="1"/>
<Directory Id="TARGETDIR" Name="SourceDir">
<Directory Id="ProgramFiles64Folder"><Directory Id="INSTALLDIR" Name="PazPaz">
{tree}
{_BACKUPS.format(guid=_guid("backups"))}
</Directory></Directory>
<Directory Id="ProgramMenuFolder">
{_MENU.format(guid=_guid("menu"))}
</Directory>
</Directory>
<Feature Id="Main" Level="1">
{references}
</Feature>
</Product>
</Wix>
"""


def build_msi(program: Path, icon: Path, version: str, work: Path, target: Path) -> Path:
    work.mkdir(parents=True, exist_ok=True)
    source = work / "pazpaz.wxs"
    # wixl finds nothing by a whole path.
    source.write_text(write_source(program, version, os.path.relpath(program, work)), encoding="utf-8")
    shutil.copyfile(icon, work / "pazpaz.ico")
    subprocess.run(["wixl", "-a", "x64", "-o", target, source.name], cwd=work, check=True)
    return target


_MENU = """<Component Id="Menu" Guid="{guid}" Win64="yes">
<Shortcut Id="MenuEntry" Name="PazPaz" Target="[INSTALLDIR]PazPaz.exe" WorkingDirectory="INSTALLDIR"
 Icon="pazpaz.ico"/>
<RegistryValue Root="HKLM" Key="Software\\PazPaz" Name="InstallDir" Type="string" Value="[INSTALLDIR]"
 KeyPath="yes"/>
</Component>"""

_CLASSES = "Software\\Classes"
_BACKUPS = f"""<Component Id="Backups" Guid="{{guid}}" Win64="yes">
<RegistryValue Root="HKLM" Key="{_CLASSES}\\.pazpaz" Type="string" Value="PazPaz.Backup" KeyPath="yes"/>
<RegistryValue Root="HKLM" Key="{_CLASSES}\\PazPaz.Backup" Type="string" Value="PazPaz backup"/>
<RegistryValue Root="HKLM" Key="{_CLASSES}\\PazPaz.Backup\\shell\\open\\command" Type="string"
 Value="&quot;[INSTALLDIR]PazPaz.exe&quot; &quot;%1&quot;"/>
</Component>"""


def _folder(folder: Path, where: str, below: str, components: list[str]) -> list[str]:
    """`below`: its place in the program, with a slash at the end."""
    lines = []
    for path in sorted(folder.iterdir()):
        place = below + path.name
        if path.is_dir():
            lines.append(f'<Directory Id="{_name("d", place)}" Name={quoteattr(path.name)}>')
            lines += _folder(path, where, f"{place}/", components)
            lines.append("</Directory>")
        else:
            components.append(_name("c", place))
            lines.append(
                f'<Component Id="{components[-1]}" Guid="{_guid(place)}" Win64="yes">'
                f'<File Id="{_name("f", place)}" Name={quoteattr(path.name)}'
                f" Source={quoteattr(f'{where}/{place}')}"
                ' KeyPath="yes"/></Component>'
            )
    return lines


def _guid(place: str) -> str:
    return str(uuid5(_OURS, place)).upper()


def _name(kind: str, place: str) -> str:
    return kind + uuid5(_OURS, f"{kind} {place}").hex
