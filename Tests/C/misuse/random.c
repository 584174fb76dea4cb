/* Random numbers that a seed repeats. */
#include "misuse.h"

uint64_t next_number(generator *random) {
  uint64_t z = random->state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

uint32_t below(generator *random, uint32_t count) {
  return (uint32_t)(((next_number(random) >> 32) * count) >> 32);
}

bool chance(generator *random, uint32_t percent) { return below(random, 100) < percent; }

double uniform(generator *random) { return (double)(next_number(random) >> 11) * 0x1p-53; }

generator generator_of(uint64_t seed, uint64_t sequence) {
  generator random = {seed};
  random.state = next_number(&random) ^ (sequence * 0xd1342543de82ef95u);
  next_number(&random);
  return random;
}
