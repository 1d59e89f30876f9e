package zalosim

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Config is an app, its OA, and where its webhook is.
type Config struct {
	AppID        string
	AppSecret    string
	OAID         string
	OASecretKey  string
	RefreshToken string // the first one, as the console hands it out

	First int // number of the first thing that gets an id; one that goes on after another must not repeat its ids

	Now        func() time.Time  // the platform's clock
	WebhookURL string            // where events are posted to
	Deliver    http.RoundTripper // how; see [InProcess]

	Queued func() // called for each new event, to wake whoever calls Step; must not block or call the Sim

	RedirectURL string // the callback saved in the console
	Challenge   string // the code challenge saved in the console; "" takes one with each link

	MediaURL  string        // of the media hosts; default a host of Zalo's
	MediaLife time.Duration // how long the address of what people send works; 0 for ever: not documented

	PerMinute    int  // requests a minute for the OA; default 100
	AppPerMinute int  // for the app; default 4000
	Proof        bool // appsecret_proof is switched on
	Echo         bool // oa_send_* events for what the API accepted
	Receipts     bool // user_received_message and user_seen_message events
	ByUser       bool // in both, the person stands as the sender; sources differ
	RecentBare   bool // that list does not name messages
	RecentRows   bool // the list of recent chats has a row for each message, not for each chat: sources differ
	GroupAliases bool // events of groups come by their other names: sources differ
	BareGroups   bool // the list of groups has no descriptions: sources differ
	Vary         bool // key order, blanks, escapes and number forms differ from event to event
}

// Sim is the platform. It is safe for concurrent use.
type Sim struct {
	cfg Config

	stepping sync.Mutex // one Step at a time

	mu     sync.Mutex
	seq    int // names everything that is made
	faults Faults
	grant  grant
	codes  map[string]*permission
	other  string // an access token that belongs to another OA
	oa     OA
	users  map[string]*user
	order  []string // users in the order they were added
	groups map[string]*group
	assets map[string]*asset
	admins []string // of the OA
	zns    zns
	hook   webhook
	meter  meter
	paid   int // messages the package has paid for
	calls  []Call
	ranked struct { // see latest
		bubbles int
		users   []*user
	}

	media   map[string]*hosted // by id
	uploads map[string]*upload // by what they are called
}

// user is a person with Zalo on his phone.
type user struct {
	id, name  string
	follower  bool
	left      bool // unfollowed, and has not come back
	blocked   bool
	inactive  bool
	restricts bool
	phone     string    // as 84…, "" while nobody knows it
	refuses   int       // not 0: the code of -139, -140, -141 by which he refuses templates
	cannot    int       // not 0: the code of -110, -114, -119 by which his phone takes none
	wrote     bool      // ever, to the OA
	last      time.Time // last interaction; zero for never
	stamp     int64     // of his last event without a message id
	chat      []Bubble
}

type group struct {
	id, name string
	about    string
	members  []string
	admins   []string
	asked    []string // who wait for an answer to their wish to join
	asset    string   // "" for one whose asset this simulator does not know
	most     int
	until    time.Time // its asset's end; zero for never
	expired  bool      // by hand, whatever until says
	joinAppr bool      // who comes by the link must be let in
	linkJoin bool
	chat     []Bubble
}

// New makes a platform on which nobody has a Zalo account yet.
func New(cfg Config) *Sim {
	if cfg.PerMinute == 0 {
		cfg.PerMinute = 100
	}
	if cfg.AppPerMinute == 0 {
		cfg.AppPerMinute = 4000
	}
	if cfg.Now == nil {
		panic("zalosim: Config.Now is needed")
	}
	s := &Sim{cfg: cfg, codes: map[string]*permission{}, users: map[string]*user{}, groups: map[string]*group{}, assets: map[string]*asset{}, seq: cfg.First}
	s.media, s.uploads = map[string]*hosted{}, map[string]*upload{}
	s.grant = grant{refresh: cfg.RefreshToken, refreshUntil: cfg.Now().Add(refreshLife)}
	s.hook.on = true
	s.oa = OA{Name: "OA mô phỏng", Verified: true, Package: "Nâng cao", Ends: "31/12/2027"}
	return s
}

// Connect says where events go, for when that is known only later.
func (s *Sim) Connect(webhookURL string, deliver http.RoundTripper) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cfg.WebhookURL, s.cfg.Deliver = webhookURL, deliver
}

// id names the next thing of a kind, the same in each run.
func (s *Sim) id(kind string) string {
	s.seq++
	sum := sha256.Sum256([]byte(kind + "/" + s.cfg.OAID + "/" + strconv.Itoa(s.seq)))
	return hex.EncodeToString(sum[:10])
}

// digits derives a number of 19 digits, beyond what a float64 holds.
func digits(of string) string {
	sum := sha256.Sum256([]byte(of))
	n := uint64(0)
	for _, b := range sum[:8] {
		n = n<<8 | uint64(b)
	}
	return strconv.FormatUint(1e18+n%(9e18), 10)
}
