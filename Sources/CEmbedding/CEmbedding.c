// What the C interface needs of the system: a text for each thread, a lock that survives fork, a look at memory.
#include "CEmbedding.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SIZE = 2048 };

static _Thread_local char failure[TEXT_SIZE];
static _Thread_local size_t failure_length;

void embedding_set_failure(const char *text, size_t length) {
  if (length > TEXT_SIZE - 1) {
    length = TEXT_SIZE - 1;
    // Not within a character: its later bytes are 10xxxxxx.
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) length--;
  }
  if (length > 0) memcpy(failure, text, length);
  failure[length] = 0;
  failure_length = length;
}

const char *embedding_failure(size_t *length) {
  *length = failure_length;
  return failure;
}

static pthread_mutex_t handles = PTHREAD_MUTEX_INITIALIZER;

void embedding_lock(void) { pthread_mutex_lock(&handles); }

void embedding_unlock(void) { pthread_mutex_unlock(&handles); }

__attribute__((constructor)) static void survive_fork(void) {
  pthread_atfork(embedding_lock, embedding_unlock, embedding_unlock);
}

int embedding_has_room(size_t size) {
  void *room = malloc(size);
  free(room);
  return room != NULL || size == 0;
}
