/* For tests under wine 8 alone: it lacks this library, from which Python 3.13 takes its random numbers. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE into, SIZE_T length) {
    return SystemFunction036(into, (ULONG)length);
}
