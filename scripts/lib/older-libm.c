/*
 * Linked into the shared library in the place of hypotf, which Swift's overlay of the C library names
 * though the engine never calls it. GNU C 2.35 gave it a new version, and a library that was linked
 * there would not load with 2.34. The first version is in all of them.
 */
#if defined(__x86_64__)
__asm__(".symver first_hypotf, hypotf@GLIBC_2.2.5");
#elif defined(__aarch64__)
__asm__(".symver first_hypotf, hypotf@GLIBC_2.17");
#else
#error "found another processor; expected x86-64 or AArch64"
#endif

float first_hypotf(float x, float y);
float __wrap_hypotf(float x, float y);
float __wrap_hypotf(float x, float y) { return first_hypotf(x, y); }
