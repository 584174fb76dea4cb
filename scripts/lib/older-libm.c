/*
 * Linked into the shared library in the place of hypot and hypotf, which Swift's overlay of the C
 * library names. GNU C 2.35 gave them new versions, and a library that was linked there would not load
 * with 2.34. The first versions are in all of them.
 */
#if defined(__x86_64__)
#define FIRST "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define FIRST "GLIBC_2.17"
#else
#error "found another processor; expected x86-64 or AArch64"
#endif

__asm__(".symver first_hypot, hypot@" FIRST);
__asm__(".symver first_hypotf, hypotf@" FIRST);
double first_hypot(double x, double y);
float first_hypotf(float x, float y);

double __wrap_hypot(double x, double y);
double __wrap_hypot(double x, double y) { return first_hypot(x, y); }
float __wrap_hypotf(float x, float y);
float __wrap_hypotf(float x, float y) { return first_hypotf(x, y); }
