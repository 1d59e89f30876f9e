package telegramsim

import (
	"cmp"
	"strings"
	"sync"
	"time"
)

// Sim is the platform. It is safe for concurrent use.
type Sim struct {
	cfg    Config
	limits Limits

	step sync.Mutex // one delivery at a time
	mu   sync.Mutex // all below

	users    map[int64]*user
	rooms    map[int64]*room
	groups   int64 // made so far
	albums   int64
	presses  map[string]*press
	pressed  []string             // their ids, oldest first
	commands map[string][]Command // by scope and language
	hook     webhook
	queue    queue
	flood    flood
	polled   polled
	files    map[string]*storedFile // by file_id

	faults Faults
	asked  map[string]int

	calls    []Call
	answers  map[int]int
	revision uint64
	wake     chan struct{}
}

// New makes a platform where nobody has spoken yet.
func New(cfg Config) *Sim {
	if cfg.Now == nil {
		panic("telegramsim: Config.Now is required")
	}
	return &Sim{
		cfg:      cfg,
		limits:   cfg.Limits.complete(),
		users:    map[int64]*user{},
		rooms:    map[int64]*room{},
		presses:  map[string]*press{},
		files:    map[string]*storedFile{},
		commands: map[string][]Command{},
		queue:    queue{lanes: map[string]*lane{}, nextID: cmp.Or(cfg.FirstUpdate, 100001)},
		asked:    map[string]int{},
		answers:  map[int]int{},
		wake:     make(chan struct{}, 1),
	}
}

// Wake receives when an update was queued, so that whoever calls Step need not
// call it for nothing.
func (s *Sim) Wake() <-chan struct{} { return s.wake }

// Revision grows with everything that a phone would show.
func (s *Sim) Revision() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revision
}

// botID is the number before the token's colon.
func (s *Sim) botID() int64 {
	var id int64
	for _, r := range s.cfg.Token {
		if r < '0' || r > '9' {
			break
		}
		id = id*10 + int64(r-'0')
	}
	return id
}

func (s *Sim) now() time.Time { return s.cfg.Now() }

func lower(s string) string { return strings.ToLower(s) }

// obj is a JSON object on its way out; its keys are written in order.
type obj = map[string]any

// user is a person with the app.
type user struct {
	id          int64
	name        string
	started     bool
	blocked     bool
	deactivated bool
}

func (u *user) wire() obj {
	return obj{"id": u.id, "is_bot": false, "first_name": u.name, "language_code": "vi"}
}

func (s *Sim) botWire() obj {
	return obj{"id": s.botID(), "is_bot": true, "first_name": s.cfg.Username, "username": s.cfg.Username}
}

// room is a private chat or a group.
type room struct {
	id       int64
	kind     string // private, group, supergroup
	title    string
	user     *user // of a private chat
	members  map[int64]bool
	botIn    bool
	admin    bool // the bot is an administrator and sees everything
	wasIn    bool
	movedTo  int64
	messages []*Bubble // by ID-1
	flood    roomFlood
	topics   map[int]*topic // of a forum, by their number
	muted    bool           // the bot may not write here
	deleted  bool
	keyboard *Keyboard // in place of the letters
}

func (r *room) wire() obj {
	o := obj{"id": r.id, "type": r.kind}
	if r.user != nil {
		o["first_name"] = r.user.name
	} else {
		o["title"] = r.title
	}
	return o
}

func (r *room) find(id int) *Bubble {
	if id < 1 || id > len(r.messages) || r.messages[id-1].Deleted {
		return nil
	}
	return r.messages[id-1]
}
