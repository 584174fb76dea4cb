#include "farrell.h"
