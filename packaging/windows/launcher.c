/* PazPaz.exe and pazpaz-cli.exe: starts the Python that lies beside it with lib\start.py.
   Takes no library from anywhere but its own folder and the system's. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

#define WIDE_(text) L##text
#define WIDE(text) WIDE_(text)
#define LONGEST 32768

typedef int (*py_main)(int, wchar_t **);

/* How lib\start.py ends where a part of the program cannot be loaded; the program itself never ends so. */
#define INCOMPLETE 3
#define OLDEST 10

static const wchar_t *const INCOMPLETE_TEXT[] = {
    L"PazPaz is not installed completely, or a file of it is damaged. Install it again; your practice is untouched.",
    L"\u05d4\u05d4\u05ea\u05e7\u05e0\u05d4 \u05e9\u05dc PazPaz \u05d0\u05d9\u05e0\u05d4 \u05e9\u05dc\u05de\u05d4; "
    L"\u05d4\u05de\u05d9\u05d3\u05e2 \u05e9\u05dc\u05da \u05dc\u05d0 \u05e0\u05e4\u05d2\u05e2. "
    L"\u05d9\u05e9 \u05dc\u05d4\u05ea\u05e7\u05d9\u05df \u05e9\u05d5\u05d1."};
static const wchar_t *const OLD_TEXT[] = {
    L"This Windows is too old for PazPaz, which needs Windows 10 or later; your practice is untouched.",
    L"Windows \u05d6\u05d5 \u05d9\u05e9\u05e0\u05d4 \u05de\u05d3\u05d9: PazPaz "
    L"\u05d3\u05d5\u05e8\u05e9\u05ea Windows 10 \u05d5\u05de\u05e2\u05dc\u05d4; "
    L"\u05d4\u05de\u05d9\u05d3\u05e2 \u05e9\u05dc\u05da \u05dc\u05d0 \u05e0\u05e4\u05d2\u05e2."};

/* `texts`: in English and in Hebrew. */
static int refuse(const wchar_t *const texts[]) {
    const wchar_t *text = texts[PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_HEBREW];
#ifdef WINDOWED
    MessageBoxW(NULL, text, L"PazPaz", MB_ICONERROR | MB_SETFOREGROUND);
#else
    fwprintf(stderr, L"%ls\n", text);
#endif
    return INCOMPLETE;
}

/* GetVersionEx tells what a manifest claims; this one tells what the system is. */
static int is_too_old(void) {
    typedef LONG(WINAPI * get_version)(OSVERSIONINFOW *);
    OSVERSIONINFOW told = {.dwOSVersionInfoSize = sizeof told};
    get_version get = (get_version)(void *)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "RtlGetVersion");
    return get == NULL || get(&told) != 0 || told.dwMajorVersion < OLDEST;
}

static int exists(const wchar_t *path) { return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES; }

/* `name` beside this program; 0 where that path is too long. */
static int beside(wchar_t *path, const wchar_t *name) {
    DWORD length = GetModuleFileNameW(NULL, path, LONGEST);
    wchar_t *end;
    if (length == 0 || length >= LONGEST) return 0;
    end = wcsrchr(path, L'\\');
    if (end == NULL || (size_t)(end + 1 - path) + wcslen(name) >= LONGEST) return 0;
    wcscpy(end + 1, name);
    return 1;
}

static int start(int argc, wchar_t **argv) {
    static wchar_t script[LONGEST], library[LONGEST], modules[LONGEST];
    wchar_t **arguments = calloc((size_t)argc + 2, sizeof *arguments);
    HMODULE python;
    py_main run;
    int i, status;
    if (is_too_old()) return refuse(OLD_TEXT);
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    if (arguments == NULL || !beside(script, L"lib\\start.py") || !beside(library, WIDE(PYTHON_DLL)) ||
        !beside(modules, WIDE(PYTHON_ZIP)))
        return refuse(INCOMPLETE_TEXT);
    python = LoadLibraryExW(library, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    if (python == NULL || !exists(script) || !exists(modules)) return refuse(INCOMPLETE_TEXT);
    run = (py_main)(void *)GetProcAddress(python, "Py_Main");
    if (run == NULL) return refuse(INCOMPLETE_TEXT);
    arguments[0] = argv[0];
    arguments[1] = script;
    for (i = 1; i < argc; i++) arguments[i + 1] = argv[i];
    status = run(argc + 1, arguments);
    return status == INCOMPLETE ? refuse(INCOMPLETE_TEXT) : status;
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, PWSTR line, int show) {
    (void)self, (void)before, (void)line, (void)show;
    return start(__argc, __wargv);
}
#else
int wmain(int argc, wchar_t **argv) { return start(argc, argv); }
#endif
