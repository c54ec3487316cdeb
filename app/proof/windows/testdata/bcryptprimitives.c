/* Stands in for Windows' bcryptprimitives.dll, which Wine 8 lacks and Go's
   programs take their random numbers from. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID to, ULONG length); /* RtlGenRandom */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T length)
{
    return SystemFunction036(to, (ULONG)length);
}
