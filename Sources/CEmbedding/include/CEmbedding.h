#pragma once
#include <stddef.h>

/// Keeps a text of so many bytes as the calling thread's last failure; a longer one than there is room for is cut.
void embedding_set_failure(const char *text, size_t length);

/// Copies the calling thread's last failure, ended by 0 and cut between two characters where it has more than
/// `capacity` - 1 bytes; returns its length. `buffer` may be null where `capacity` is 0.
size_t embedding_failure(char *buffer, size_t capacity);

/// Takes the lock of all handles; it is free in the child after a fork, whoever had it in the parent.
void embedding_lock(void);
void embedding_unlock(void);

/// Whether so many bytes can be had at this moment.
int embedding_has_room(size_t size);
