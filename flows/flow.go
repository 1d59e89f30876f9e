package flows

import (
	"strconv"
	"time"
)

// Flow is one loaded flow. It is shared by all who use its [Set] and must not
// be changed.
type Flow struct {
	ID      string
	Title   string
	Open    []string      // words that start it
	For     []string      // roles that may start it by such words
	Files   string        // what a finished run becomes; "" when nothing is filed
	Args    []string      // what the host hands over when it starts the flow
	Takes   []string      // kinds of media taken at any time besides those that are asked for
	Silence time.Duration // after this long without a word, what there is goes out

	once   *tmpl // said when a conversation begins
	steps  []*step
	asks   []*question
	sends  bool // has a `send` step
	most   int  // questions, at most
	limit  int  // longest message
	labels int  // longest label of an option
}

type stepKind int

const (
	kindSay stepKind = iota
	kindAsk
	kindWhen
	kindRepeat
	kindSet
	kindReview
	kindSend
	kindSubmit
	kindStop
)

// step is one step of a flow.
type step struct {
	kind stepKind
	text *tmpl      // of say and stop
	q    *question  // of ask
	cond *condition // of when
	then []*step    // of when and repeat
	alt  []*step    // of when: otherwise
	rep  *repeat    // of repeat
	sets []setting  // of set
	most int        // questions at most in this step, for "câu 2/5"
}

// setting is one value worked out by a set step.
type setting struct {
	name string
	expr *condition
}

// repeat is a group of questions asked several times.
type repeat struct {
	id    string
	label string
	max   int
	again *question // "Còn ý kiến nào nữa không ạ?"
}

// What a question asks for.
const (
	typeText   = "text"
	typeChoice = "choice"
	typeYesNo  = "yes_no"
	typeNumber = "number"
	typeDate   = "date"
	typePhotos = "photos"
	typeVoice  = "voice"
	typeFile   = "file"
	typePhone  = "phone" // the person's own mobile number, which is not hidden from him
)

// question is what an ask step asks.
type question struct {
	id       string
	typ      string
	text     *tmpl
	label    *tmpl // how the review names it; nil: its text
	hint     *tmpl
	wrong    *tmpl // said instead of the common words for a wrong answer
	def      *tmpl // offered as an answer
	list     string
	under    string // question whose picked item's sub-items are the choices
	items    []Item // choices known at load
	min, max int    // of a text's length, a number, or how many photos
	optional bool
	none     bool // "không" is an answer to it that says nothing
	name     bool // asks for the person's own name, which is not hidden from him
	where    bool // asks where: the number of a house is not hidden
	sure     bool // never taken from a merely polite or partial answer
	rep      *repeat
	paths    []string // path of the answer in each round of a repeat
}

// Item is one entry of a list kept beside the flows.
type Item struct {
	ID    string
	Name  string // how it is read back
	Short string // how it is offered, where the name is long; else ""
	Sub   []Item
	do    string // its code among the options
}

func (i Item) label() string {
	if i.Short != "" {
		return i.Short
	}
	return i.Name
}

// maxRounds is the most a repeat may say in max:.
const maxRounds = 20

// place works out the paths of a question's answers.
func (q *question) place(rep *repeat) {
	q.rep = rep
	if rep == nil {
		q.paths = []string{q.id}
		return
	}
	for i := range min(rep.max, maxRounds) {
		at := rep.id + "[" + strconv.Itoa(i) + "]"
		if q != rep.again {
			at += "." + q.id
		}
		q.paths = append(q.paths, at)
	}
}

// path is where the answer given in a round is kept; the round of a question
// outside a repeat is -1.
func (q *question) path(round int) string {
	return q.paths[max(round, 0)]
}
