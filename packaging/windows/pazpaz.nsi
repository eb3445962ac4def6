; Setup.exe: for one person, without rights of an administrator. /S says nothing and asks nothing.
; Exit status: 0 done, 2 stopped or failed, 3 the program was still running after the time to wait (/WAIT=seconds),
; 4 no room on the disk, 5 Windows is too old. After 3, 4 and 5 nothing was changed.
; Practices lie in $LOCALAPPDATA\PazPaz. Neither an upgrade nor the uninstaller touches that folder.
Unicode true
Target amd64-unicode
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"

Name "PazPaz"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\PazPaz"
InstallDirRegKey HKCU "Software\PazPaz" "InstallDir"
BrandingText "PazPaz ${VERSION}"
!if "${COMPRESSION}" == "lzma"
  SetCompressor /SOLID lzma
  SetCompressorDictSize 32
!else
  SetCompressor zlib
!endif
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\PazPaz"
!define BUSY 3
!define NO_ROOM 4
!define TOO_OLD 5
!define STEP_MS 500

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\PazPaz.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Hebrew"

LangString Running ${LANG_ENGLISH} "PazPaz is running. Nothing was changed. Close its window, then go on."
LangString Running ${LANG_HEBREW} "PazPaz פועלת. דבר לא השתנה. יש לסגור את החלון שלה ואז להמשיך."
LangString TooOld ${LANG_ENGLISH} "PazPaz needs Windows 10 or later. Nothing was changed."
LangString TooOld ${LANG_HEBREW} "PazPaz דורשת Windows 10 ומעלה. דבר לא השתנה."
LangString NoRoom ${LANG_ENGLISH} "The disk has no room for PazPaz, which needs ${MEGABYTES} MB. Nothing was changed. Make room, then go on."
LangString NoRoom ${LANG_HEBREW} "אין בדיסק מקום ל־PazPaz, הדורשת ${MEGABYTES} MB. דבר לא השתנה. יש לפנות מקום ואז להמשיך."
LangString Backup ${LANG_ENGLISH} "PazPaz backup"
LangString Backup ${LANG_HEBREW} "גיבוי של PazPaz"
LangString Kept ${LANG_ENGLISH} "Your practice stays on this computer, in $LOCALAPPDATA\PazPaz."
LangString Kept ${LANG_HEBREW} "המידע שלך נשאר במחשב זה, ב־$LOCALAPPDATA\PazPaz."

VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductName" "PazPaz Desktop"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileDescription" "PazPaz setup"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "CompanyName" "PazPaz"
VIAddVersionKey /LANG=${LANG_ENGLISH} "LegalCopyright" "Apache-2.0"

; A program that runs cannot be opened for writing. Waits for both; asks a person, or gives up after /WAIT.
!macro WaitUntilClosed UN
Function ${UN}WaitUntilClosed
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/WAIT=" $R1
  ${If} ${Errors}
    StrCpy $R1 30
  ${EndIf}
  IntOp $R1 $R1 * 1000
  again:
  StrCpy $R2 ""
  Push "$INSTDIR\PazPaz.exe"
  Call ${UN}LookWhetherRunning
  Push "$INSTDIR\pazpaz-cli.exe"
  Call ${UN}LookWhetherRunning
  ${If} $R2 == ""
    Return
  ${EndIf}
  ${If} ${Silent}
    ${If} $R1 <= 0
      SetErrorLevel ${BUSY}
      Quit
    ${EndIf}
    IntOp $R1 $R1 - ${STEP_MS}
    Sleep ${STEP_MS}
    Goto again
  ${EndIf}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" IDRETRY again
  SetErrorLevel ${BUSY}
  Quit
FunctionEnd

Function ${UN}LookWhetherRunning
  Exch $R3
  ${If} ${FileExists} $R3
    ClearErrors
    FileOpen $R4 $R3 a
    ${If} ${Errors}
      StrCpy $R2 "running"
    ${Else}
      FileClose $R4
    ${EndIf}
  ${EndIf}
  Pop $R3
FunctionEnd
!macroend
!insertmacro WaitUntilClosed ""
!insertmacro WaitUntilClosed "un."

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TooOld)" /SD IDOK
    SetErrorLevel ${TOO_OLD}
    Quit
  ${EndIf}
FunctionEnd

; Before anything is removed: an upgrade needs room for all of it, beside what it is about to take away.
Function CheckRoom
  again:
  CreateDirectory "$INSTDIR"
  System::Call 'kernel32::GetDiskFreeSpaceExW(w "$INSTDIR", *l .r1, p 0, p 0) i .r0'
  System::Int64Op $1 / 1048576
  Pop $1
  ${If} $0 == 0
  ${OrIf} $1 >= ${MEGABYTES}
    Return
  ${EndIf}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(NoRoom)" /SD IDCANCEL IDRETRY again
  RMDir "$INSTDIR"
  SetErrorLevel ${NO_ROOM}
  Quit
FunctionEnd

; Only what an installer put there, so that a folder with other files in it keeps them.
!macro RemoveProgram
  ${If} ${FileExists} "$INSTDIR\lib\start.py"
    RMDir /r "$INSTDIR\lib"
  ${EndIf}
  !include "${FILES}"
!macroend

Section "PazPaz" Main
  Call WaitUntilClosed
  Call CheckRoom
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${PROGRAM}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ${If} ${Errors}
    SetErrorLevel 2
    Abort
  ${EndIf}
  CreateShortCut "$SMPROGRAMS\PazPaz.lnk" "$INSTDIR\PazPaz.exe"
  WriteRegStr HKCU "Software\PazPaz" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "Software\Classes\.pazpaz" "" "PazPaz.Backup"
  WriteRegStr HKCU "Software\Classes\PazPaz.Backup" "" "$(Backup)"
  WriteRegStr HKCU "Software\Classes\PazPaz.Backup\DefaultIcon" "" "$INSTDIR\PazPaz.exe,0"
  WriteRegStr HKCU "Software\Classes\PazPaz.Backup\shell\open\command" "" '"$INSTDIR\PazPaz.exe" "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "PazPaz"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "PazPaz"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\PazPaz.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  !insertmacro RemoveProgram
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\PazPaz.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\PazPaz"
  DeleteRegKey HKCU "Software\Classes\PazPaz.Backup"
  DeleteRegKey HKCU "Software\Classes\.pazpaz"
  DetailPrint "$(Kept)"
SectionEnd
