// Package sample is a city to try the program with: the units of Hanoi since
// 1 July 2025 with their official codes, an invented network of collaborators
// in twelve of them ([Org]), and a month of invented reports ([Reports]).
//
// All names and events are made up. The reports are grown from a seed, so that
// a demonstration, a test and a rehearsal can show the same month again.
package sample
