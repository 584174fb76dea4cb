/* The efficiency of five plants under variable returns to scale, from C. Built by run.sh beside this file. */
#include <farrell.h>
#include <stdio.h>
#include <stdlib.h>

/* Ends the program with the library's own words where a call failed. */
static void check(farrell_status status, const char *call) {
  char text[512] = "";
  if (status == FARRELL_OK || status == FARRELL_INCOMPLETE) return;
  farrell_last_error(text, sizeof text, NULL);
  fprintf(stderr, "%s: status %d: %s\n", call, (int)status, text);
  exit(1);
}

static farrell_column column(farrell_job job, const char *name) {
  farrell_column found = {.size = sizeof found};
  check(farrell_result_column(job, "efficiency", name, &found), name);
  return found;
}

static int length(farrell_column texts, uint64_t row) {
  return (int)(texts.offsets[row + 1] - texts.offsets[row]);
}

int main(void) {
  const char *plants[] = {"Aachen", "Bergen", "Cork", "Delft", "Evora"};
  const int32_t codes[] = {0, 1, 2, 3, 4};
  const double rows[][3] = {{2, 5, 1}, {4, 2, 2}, {6, 6, 3}, {3, 3, 1.5}, {8, 7, 4}}; /* labour, capital, output */

  farrell_labels unit = {.size = sizeof unit, .name = "plant", .codes = codes, .stride = sizeof codes[0],
                         .labels = plants, .label_count = 5};
  farrell_series series[3];
  const char *names[] = {"labour", "capital", "output"};
  for (int i = 0; i < 3; i++)
    series[i] = (farrell_series){.size = sizeof series[i], .name = names[i], .type = FARRELL_FLOAT64,
                                 .role = i < 2 ? FARRELL_INPUT : FARRELL_OUTPUT,
                                 .values = &rows[0][i], .stride = sizeof rows[0]};
  farrell_frame frame = {.size = sizeof frame, .name = "plants", .row_count = 5, .unit = &unit,
                         .series = series, .series_count = 3};
  farrell_data data;
  check(farrell_data_create(&frame, &data), "farrell_data_create");

  const farrell_setting settings[] = {{"rts", "vrs"}, {"orientation", "in"}};
  farrell_request request = {.size = sizeof request, .command = "efficiency", .data = data,
                             .settings = settings, .setting_count = 2};
  farrell_job job;
  check(farrell_job_submit(&request, &job), "farrell_job_submit");
  farrell_status status;
  while ((status = farrell_job_wait(job, 100)) == FARRELL_RUNNING) {
    farrell_progress progress = {.size = sizeof progress};
    check(farrell_job_poll(job, &progress), "farrell_job_poll");
    fprintf(stderr, "%s: %llu of %llu\n", progress.step, (unsigned long long)progress.done,
            (unsigned long long)progress.total);
  }
  check(status, "farrell_job_wait");

  farrell_column plant = column(job, "unit"), score = column(job, "score"), lower = column(job, "lower"),
                 upper = column(job, "upper"), word = column(job, "status");
  printf("%-10s %-8s %-32s %s\n", "plant", "score", "certified bounds", "status");
  for (uint64_t i = 0; i < score.row_count; i++)
    printf("%-10.*s %-8.4f [%.12f, %.12f] %.*s\n", length(plant, i), plant.bytes + plant.offsets[i],
           score.numbers[i], lower.numbers[i], upper.numbers[i], length(word, i), word.bytes + word.offsets[i]);

  check(farrell_job_free(job), "farrell_job_free");
  check(farrell_data_free(data), "farrell_data_free");
  return 0;
}
