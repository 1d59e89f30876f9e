package mutant

// Fault is the name of a deliberate fault.
type Fault string

// The faults, each a mistake that somebody might make.
const (
	SkipDedup      Fault = "skip-dedup"         // what is delivered again is taken again
	AckEarly       Fault = "ack-before-commit"  // a webhook is answered 200 whatever becomes of its commit
	CommitLate     Fault = "commit-after-send"  // a row is not marked as being sent before it is
	ForgetFired    Fault = "forget-fired"       // a rule that was carried out is not noted
	LoseRow        Fault = "lose-last-row"      // the last of several outbox rows of a change is lost
	OutOfOrder     Fault = "answer-out-of-turn" // what is newer goes before what is older
	MaskLate       Fault = "mask-too-late"      // what names a citizen is hidden only when it is filed
	IgnoreWait     Fault = "ignore-retry-after" // told to wait, it does not
	UseUnsaved     Fault = "use-unsaved-token"  // a token is used before it is saved
	WrongMonth     Fault = "wrong-month"        // the month begins at midnight in Greenwich
	DropDraft      Fault = "drop-draft"         // a restart loses what is half written
	ClimbAside     Fault = "climb-to-sibling"   // what nobody takes goes to the neighbour, not up
	CountWithdrawn Fault = "count-withdrawn"    // figures count what was taken back
	SendParked     Fault = "send-to-parked"     // who cannot be reached is tried for ever
	RingTwice      Fault = "ring-twice"         // a timer is handled twice
	IgnoreQuiet    Fault = "ignore-quiet-hours" // people are written to at night
	NameInGroup    Fault = "name-in-group"      // the group reads who still owes
	NameAbove      Fault = "name-above"         // the reporter's name goes up with what he reported
	RemindDone     Fault = "remind-who-filed"   // who has reported meanwhile is reminded all the same
	LeaveSending   Fault = "leave-sending"      // what was being sent when it stopped is left so
	NeverClimb     Fault = "never-climb"        // what nobody takes stays where it is
	PhotoAbove     Fault = "photo-above"        // photos are shown to units they were not passed to
	FileInParent   Fault = "file-in-parent"     // a report is filed in the unit above its author's
	KeepAll        Fault = "keep-all"           // memory is never given back
	KeepGoroutines Fault = "keep-goroutines"    // goroutines never end
	KeepOldWords   Fault = "keep-old-words"     // a report stays as it was when its author changes what he wrote
	CountLeft      Fault = "count-who-left"     // who took his consent back still owes, and is reminded
	TellLeft       Fault = "tell-who-left"      // who took his consent back is reminded all the same
	RepeatUnsure   Fault = "repeat-unsure"      // a post to a group whose answer was lost is made again
)

// All are the faults.
var All = []Fault{
	SkipDedup, AckEarly, CommitLate, ForgetFired, LoseRow, OutOfOrder, MaskLate, IgnoreWait, UseUnsaved, WrongMonth, DropDraft,
	ClimbAside, CountWithdrawn, SendParked, RingTwice, IgnoreQuiet, NameInGroup, NameAbove, RemindDone, LeaveSending, NeverClimb,
	PhotoAbove, FileInParent, KeepAll, KeepGoroutines, KeepOldWords, CountLeft, TellLeft, RepeatUnsure,
}
