// Package schedule says what is due when: reminders before a deadline,
// digests, briefings, on a Vietnamese working calendar.
//
// A [Rule] is data. It names moments, either by a cron line or by a day of the
// month, and the days before or after each at which something is to happen.
// [Due] is given the rules, up to where each was done before, and the time, and
// answers what is owed: also what was missed while nothing ran, within the
// rule's grace. The memory of what was done is the caller's, one time per rule;
// whatever the clock does, a slot at or before that time never comes again.
//
// [Calendar] knows days off, make-up working days, quiet hours and Tết. Its
// days come from a table, because the Government fixes the swaps each year; for
// a year not announced yet they are computed from the law and the lunar
// calendar, which this package computes itself for UTC+7.
//
// Everything is a pure function of values: no clock, no files.
package schedule
