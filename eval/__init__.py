"""How good the assistant is: question files, scores of answers, runs, ablations and a benchmark."""
