// The kernels for any processor: two lanes at a time on x86-64 and aarch64.

#define LEVEL baseline
#define LEVEL_NAME "baseline"
#include "KernelSource.h"
