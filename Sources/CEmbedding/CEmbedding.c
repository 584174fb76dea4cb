// What the C interface needs of the system: a text for each thread, a lock that survives fork, a look at memory.
#include "CEmbedding.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SIZE = 2048 };

static _Thread_local char failure[TEXT_SIZE];
static _Thread_local size_t failure_length;

/// Copies a text with a 0 behind it; one that is too long is cut between two characters.
static size_t copy_text(char *room, size_t size, const char *text, size_t length) {
  if (length > size - 1) {
    length = size - 1;
    // Not within a character: its later bytes are 10xxxxxx.
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) length--;
  }
  if (length > 0) memcpy(room, text, length);
  room[length] = 0;
  return length;
}

void embedding_set_failure(const char *text, size_t length) {
  failure_length = copy_text(failure, TEXT_SIZE, text, length);
}

size_t embedding_failure(char *buffer, size_t capacity) {
  if (capacity > 0) copy_text(buffer, capacity, failure, failure_length);
  return failure_length;
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
