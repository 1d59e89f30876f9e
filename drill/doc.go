// Package drill rehearses the whole program: a city of invented people lives
// through weeks on a virtual clock, with both platforms simulated and
// everything going wrong that may, and nothing is believed of the program but
// what reaches the phones.
//
// One seed gives one history. Chance is keyed by person and throw ([chance]),
// so a smaller city replays the same people, and a failing seed can be made
// smaller until only what matters is left.
//
// The drill knows the program as a [Program]: something that can be opened on a
// folder, stepped, killed and opened again. It imports nothing of the product
// but the two simulators, and asks none of its decisions: its judges have their
// own plain statements of who may see what, what was owed when, and what a
// telephone number looks like. They judge from what the people meant and did and
// from what the simulators received; of the program's own records they read only
// the reports filed, as a reader of the archive would.
//
//   - city.go makes units and people, person.go and lead.go let them act,
//     words.go is how they understand what they are asked, telling.go how they type;
//   - world.go is the clock, faults.go and kill.go what goes wrong;
//   - judge_*.go are the invariants, one concern a file;
//   - score.go is the scoreboard, shrink.go makes a failing history short.
package drill
