#pragma once

#include "CRivals.h"

/// Opens a library; NULL when that fails. Its functions stay its own unless `isShared`: lp_solve alone
/// has a thousand short names.
void *rival_open(const char *path, int isShared);

/// Sets `*function` to a symbol; 0 and an error message when the library lacks it.
int rival_find(void *library, const char *symbol, void *function);

/// The matrix without the score column, column after column: value of unit j in row i at j · rows + i.
/// Every unit has the rows of inputs, outputs and, with a sum, a 1.
int rival_row_count(const RivalTechnology *technology);
double rival_element(const RivalTechnology *technology, int unit, int row);

/// Cost of the score column in a model that is minimised.
double rival_score_cost(const RivalTechnology *technology);
