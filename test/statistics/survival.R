# Survival curves, competing risks and the log-rank test of many samples by R's package survival.
# In: one line per spell, tab-separated: sample, group, first seen, seconds, cause (0: censored).
# Out: one line per result, tab-separated: sample, what, numbers.
suppressPackageStartupMessages(library(survival))
spells <- read.table(commandArgs(trailingOnly = TRUE)[1],
  col.names = c("sample", "group", "start", "stop", "cause"))
say <- function(...) cat(paste(sapply(list(...), function(x)
  if (is.character(x)) x else paste(sprintf("%.17g", x), collapse = "\t")), collapse = "\t"), "\n", sep = "")
for (s in unique(spells$sample)) {
  d <- spells[spells$sample == s, ]
  late <- any(d$start > 0)
  causes <- max(d$cause)
  y <- if (late) Surv(d$start, d$stop, d$cause > 0) else Surv(d$stop, d$cause > 0)
  km <- survfit(y ~ 1)
  for (i in which(km$n.event > 0))
    say(as.character(s), "survival", km$time[i], km$n.risk[i], km$n.event[i], km$surv[i], km$lower[i], km$upper[i])
  q <- quantile(km, c(0.25, 0.5, 0.8))
  say(as.character(s), "quantiles", q$quantile, q$lower, q$upper)
  if (causes > 1) {
    state <- factor(d$cause, 0:causes)
    m <- if (late) Surv(d$start, d$stop, state) else Surv(d$stop, state)
    aj <- survfit(m ~ 1, id = seq_len(nrow(d)))
    for (i in which(rowSums(as.matrix(aj$n.event)) > 0))
      say(as.character(s), "incidence", aj$time[i], aj$pstate[i, ], aj$std.err[i, ], aj$lower[i, ], aj$upper[i, ])
  }
  if (length(unique(d$group)) > 1) {
    if (late) {
      # survdiff takes no late entry; the exact score test at 0 is the log-rank test.
      test <- suppressWarnings(coxph(y ~ factor(d$group), ties = "exact", iter.max = 0))
      say(as.character(s), "score", test$score)
    } else {
      diff <- survdiff(y ~ d$group)
      say(as.character(s), "logrank", diff$chisq, length(diff$n) - 1,
        pchisq(diff$chisq, length(diff$n) - 1, lower.tail = FALSE), diff$obs, diff$exp)
    }
  }
}
