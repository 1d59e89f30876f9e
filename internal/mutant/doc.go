// Package mutant makes deliberate faults in the program, to show that the drill
// finds them: who judges without ever finding anything judges nothing.
//
// Where a fault can be made the program asks [On]. Built with the tag "mutant"
// it answers for the one fault that was chosen; without the tag it is the
// constant false, and the compiler leaves nothing of the fault in the program
// (TestNoMutantInTheProgram looks).
package mutant
