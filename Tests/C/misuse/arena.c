/* Memory that one call hands to the library. */
#include "misuse.h"

#include <stdlib.h>
#include <string.h>

void *arena_take(arena *memory, size_t size) {
  if (memory->count == ARENA_BLOCKS) {
    fputs("misuse: a call needs more blocks than ARENA_BLOCKS\n", stderr);
    abort();
  }
  void *block = malloc(size > 0 ? size : 1);
  if (block == NULL) abort();
  memset(block, 0xa5, size);
  memory->blocks[memory->count] = block;
  memory->sizes[memory->count] = size;
  memory->count += 1;
  return block;
}

char *arena_text(arena *memory, const char *text) {
  size_t size = strlen(text) + 1;
  return memcpy(arena_take(memory, size), text, size);
}

void arena_clear(arena *memory) {
  for (size_t i = 0; i < memory->count; i++) {
    memset(memory->blocks[i], 0x5a, memory->sizes[i]);
    free(memory->blocks[i]);
  }
  memory->count = 0;
}
