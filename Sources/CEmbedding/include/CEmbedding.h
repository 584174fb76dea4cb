#pragma once
#include <stddef.h>

/// Keeps a text of so many bytes as the calling thread's last failure; a longer one than there is room for is cut.
void embedding_set_failure(const char *text, size_t length);

/// The calling thread's last failure, ended by 0, and its length.
const char *embedding_failure(size_t *length);

/// Takes the lock of all handles; it is free in the child after a fork, whoever had it in the parent.
void embedding_lock(void);
void embedding_unlock(void);

/// Whether so many bytes can be had at this moment.
int embedding_has_room(size_t size);
