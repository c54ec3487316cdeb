package sound

import (
	"context"
	"sync"
	"time"
)

// State says whether what is played can be heard.
type State uint8

// The states of this computer's sound.
const (
	Unknown  State = iota // the system does not say; what is played may well be heard
	Audible               // there is a device, and it is turned up
	Muted                 // switched off or turned down to nothing
	NoDevice              // nothing to play on
	Lost                  // the device went away under us: sound is back when the program starts again
)

// Report answers Ask.
type Report struct {
	State State
	Lang  string
	Voice bool // the system has a voice for Lang
}

// system is what the player needs of the computer; tests have one of their own.
type system struct {
	reach func(context.Context) State
	// play starts a sound and does not wait for its end. A device is opened
	// when it is first needed; pcm may be empty then.
	play  func(pcm []byte) error
	rest  func() // after a while without sounds
	voice func(ctx context.Context, lang string) bool
	speak func(ctx context.Context, lang, words string) error
}

// How long the system's programs may take. An idle device is let go after idle.
const (
	speechLimit = 20 * time.Second
	askLimit    = 30 * time.Second
	idle        = 3 * time.Second
)

type kind uint8

const (
	paid kind = iota
	say
	attention
	ask
)

type command struct {
	kind        kind
	words, lang string
}

// Player plays and speaks. Its methods may be called on any goroutine.
type Player struct {
	system   system
	paid     []byte
	bell     []byte
	commands chan command
	reports  chan Report
	stop     context.CancelFunc
	ended    chan struct{}
}

// New starts a player. It is silent on a computer without a sound device.
func New() *Player { return start(thisComputer()) }

func start(s system) *Player {
	ctx, stop := context.WithCancel(context.Background())
	p := &Player{
		system: s, paid: paidSound(), bell: attentionSound(), stop: stop,
		commands: make(chan command, 16), reports: make(chan Report, 1), ended: make(chan struct{}),
	}
	go p.run(ctx)
	return p
}

// Paid plays the sound of money that has come, then speaks the words, if any.
// The language is a tag: "en-HK", "zh-Hant-HK" (Cantonese), "zh-Hans-CN".
func (p *Player) Paid(words, lang string) { p.tell(command{paid, words, lang}) }

// Say speaks the words, without a sound before them.
func (p *Player) Say(words, lang string) { p.tell(command{say, words, lang}) }

// Attention plays the sound of something that a person must see to.
func (p *Player) Attention() { p.tell(command{kind: attention}) }

// Ask finds out whether sound can be heard, and whether there is a voice for a
// language. The answer comes in Reports.
func (p *Player) Ask(lang string) { p.tell(command{kind: ask, lang: lang}) }

// Reports brings the newest answer to Ask.
func (p *Player) Reports() <-chan Report { return p.reports }

// Close ends all sound and speech. It waits for no driver that hangs.
func (p *Player) Close() {
	p.stop()
	select {
	case <-p.ended:
	case <-time.After(2 * time.Second):
	}
}

// tell drops what nobody has time for: the worker is far behind then.
func (p *Player) tell(c command) {
	select {
	case p.commands <- c:
	default:
	}
}

// run is the worker: it plays at once, and leaves what takes a while to others.
func (p *Player) run(ctx context.Context) {
	var others sync.WaitGroup
	hush, quiet := func() {}, closed() // ends the speech; is closed when it has ended
	defer close(p.ended)
	defer others.Wait()
	defer func() { hush() }()
	rest := time.NewTimer(idle)
	defer rest.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-rest.C:
			p.system.rest()
		case c := <-p.commands:
			switch c.kind {
			case ask:
				others.Go(func() { p.answer(ctx, c.lang) })
				continue
			case attention:
				_ = p.system.play(p.bell) // Ask tells why nothing is heard
			case paid, say:
				hush()
				if c.kind == paid {
					_ = p.system.play(p.paid)
				}
				if c.words == "" {
					break
				}
				speech, cancel := context.WithTimeout(ctx, speechLimit)
				before, done := quiet, make(chan struct{})
				hush, quiet = cancel, done
				others.Go(func() {
					defer close(done)
					defer cancel()
					<-before
					p.speak(speech, c)
				})
			}
			rest.Reset(idle)
		}
	}
}

func closed() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// speak waits until the sound is over.
func (p *Player) speak(ctx context.Context, c command) {
	var wait time.Duration
	if c.kind == paid {
		wait = lengthOf(p.paid)
	}
	select {
	case <-ctx.Done():
		return
	case <-time.After(wait):
	}
	_ = p.system.speak(ctx, c.lang, c.words) // Ask tells when there is no voice
}

// answer keeps only the newest report for who has not read the one before.
func (p *Player) answer(ctx context.Context, lang string) {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	r := Report{State: p.system.reach(ctx), Lang: lang}
	if r.State != NoDevice && p.system.play(nil) != nil {
		r.State = Lost
	}
	r.Voice = p.system.voice(ctx, lang)
	for ctx.Err() == nil {
		select {
		case p.reports <- r:
			return
		default:
		}
		select {
		case <-p.reports:
		default:
		}
	}
}
