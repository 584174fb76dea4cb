/* What a process that was forked may do with the handles of its parent. */
#include "misuse.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHILD_SECONDS = 60 };

/* In the child: data serve, jobs of the parent do not, jobs of the child run in the thread that submits. */
static void check_child(worker *self, farrell_data data, farrell_job parents) {
  farrell_data_info info = {.size = sizeof info};
  note(self, "in a child");
  enter(self, CALL_DESCRIBE);
  leave(self, CALL_DESCRIBE, farrell_data_describe(data, &info), S_OK);
  enter(self, CALL_WAIT);
  leave(self, CALL_WAIT, farrell_job_wait(parents, -1), S_FORK);
  farrell_progress progress = {.size = sizeof progress};
  enter(self, CALL_POLL);
  leave(self, CALL_POLL, farrell_job_poll(parents, &progress), S_FORK);

  farrell_request request = {sizeof request, "efficiency", data, NULL, 0};
  farrell_job job = 0;
  enter(self, CALL_SUBMIT);
  farrell_status status = farrell_job_submit(&request, &job);
  leave(self, CALL_SUBMIT, status, S_OK);
  if (status != FARRELL_OK) return;
  enter(self, CALL_WAIT);
  leave(self, CALL_WAIT, farrell_job_wait(job, -1), S_OK | S_INCOMPLETE);
  const char *bytes = NULL;
  size_t length = 0;
  enter(self, CALL_DOCUMENT);
  status = farrell_result_document(job, "json", &bytes, &length);
  leave(self, CALL_DOCUMENT, status, S_OK);
  if (status == FARRELL_OK) read_all(bytes, length);
  enter(self, CALL_JOB_FREE);
  leave(self, CALL_JOB_FREE, farrell_job_free(job), S_OK);
}

/* Waits for the child; false where it hangs. */
static bool await_child(pid_t child, int *status) {
  const struct timespec pause = {0, 10 * 1000 * 1000};
  for (int i = 0; i < CHILD_SECONDS * 100; i++) {
    if (waitpid(child, status, WNOHANG) == child) return true;
    nanosleep(&pause, NULL);
  }
  kill(child, SIGKILL);
  waitpid(child, status, 0);
  return false;
}

void forked(worker *self) {
  draft draft = draft_frame(self);
  farrell_data data = 0;
  note(self, "before a fork");
  enter(self, CALL_CREATE);
  farrell_status status = farrell_data_create(draft.frame, &data);
  leave(self, CALL_CREATE, status, S_OK);
  arena_clear(&self->memory);
  if (status != FARRELL_OK) return;
  farrell_request request = {sizeof request, "efficiency", data, NULL, 0};
  farrell_job job = 0;
  enter(self, CALL_SUBMIT);
  status = farrell_job_submit(&request, &job);
  leave(self, CALL_SUBMIT, status, S_OK);
  if (status == FARRELL_OK) {
    // Mostly while the job is at work, when a lock may be held by a thread that the child lacks.
    if (chance(&self->random, 30)) farrell_job_wait(job, -1);
    pid_t child = fork();
    if (child == 0) {
      uint64_t before = self->violation_count;
      check_child(self, data, job);
      _exit(self->violation_count > before ? 1 : 0);
    }
    int code = 0;
    if (child < 0) {
      violate(self, CALL_SUBMIT, "fork failed");
    } else if (!await_child(child, &code)) {
      violate(self, CALL_SUBMIT, "a child hung for %d s", CHILD_SECONDS);
    } else if (!WIFEXITED(code) || WEXITSTATUS(code) != 0) {
      violate(self, CALL_SUBMIT, "a child came to %#x; expected 0", (unsigned)code);
    }
    note(self, "after a fork");
    enter(self, CALL_WAIT);
    leave(self, CALL_WAIT, farrell_job_wait(job, -1), S_OK | S_INCOMPLETE);
    enter(self, CALL_JOB_FREE);
    leave(self, CALL_JOB_FREE, farrell_job_free(job), S_OK);
  }
  enter(self, CALL_DATA_FREE);
  leave(self, CALL_DATA_FREE, farrell_data_free(data), S_OK);
}
