// Package report is what collaborators send in and what becomes of it: a
// report with its answers, its period and deadline, its state from received to
// resolved, the way an urgent one climbs, and digests as sums over reports.
//
// Opinions are kept by topic, unit and period. No field names a citizen, and
// what a person typed was masked before it got here. Everything is a pure
// function of values.
package report
