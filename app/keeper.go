package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// What is wrong with where the log is.
var errSameTill = errors.New("the till's code is the one it had before")

// keeper looks after the log as a whole: it compares the chain's end with the
// keyring, brings back what only the journal knows, and makes backups.
type keeper struct {
	compared bool      // the keyring's head was seen, so that ours may replace it
	retry    time.Time // when a keyring that did not answer is asked again
	next     time.Time // hourly
	backedUp uint64    // sequence of the newest backup of this run
	owes     bool      // what only the journal knew at this start is not in the log yet
	recalled int       // orders and refunds that came back from the journal at this start
	older    bool      // an older copy was put back
	failed   core.Text // the newest backup failed
}

const (
	keepEvery = time.Hour
	// farewell bounds what the keyring may take of a till that is being closed.
	farewell = 3 * time.Second
	// hastyCopy is the largest log, in bytes, that is copied when the system ends the
	// session: Windows then gives a program five seconds in all, and a counter's disk
	// copies and verifies perhaps 10 MB in one.
	hastyCopy = 16 << 20
)

// MoveIn takes a log over that was made on another computer, or copied (see
// View.Moved): the account's secret, and a new code for this till.
type MoveIn struct{ Secret, Till string }

// Command says that staff may send it.
func (MoveIn) Command() {}

// headRead is what the keyring knows of the log's end.
type headRead struct {
	text    string
	foreign bool // neither a head nor the account's secret: not this log's keyring
	err     error
}

// backedUp is the end of a backup.
type backedUp struct {
	backup storage.Backup
	err    error
}

// recall writes into the log what only the journal knows: orders and refunds
// that may have been sent, so that they are asked about. Once at every start.
func (t *Till) recall(now time.Time) error {
	if !t.keeper.owes {
		return nil
	}
	missing, unreadable, err := t.log.Missing()
	if errors.Is(err, storage.ErrNotRecorded) {
		return err
	}
	if err != nil || unreadable > 0 {
		t.diary.Warn("the journal can't be read in full", "unreadable", unreadable, "error", err)
	}
	settings, _ := t.log.Settings()
	for _, e := range missing {
		e.At, e.Day = now.UTC(), firstDay(settings, now)
		_, err := t.log.Append(e)
		if errors.Is(err, storage.ErrNotRecorded) {
			return err
		}
		t.diary.Warn("known from the journal only", "kind", string(e.Kind), "order", string(e.Order), "error", err)
		if err == nil {
			t.keeper.recalled++
		}
	}
	t.keeper.owes = false
	return nil
}

// compareHead asks the keyring, in a worker, what it knows of the log's end.
func (t *Till) compareHead() {
	settings, known := t.core.Settings()
	account := settings.Account
	t.workers.Go(func() {
		text, err := t.secrets.Get(t.ctx, order.Account{}, secrets.ChainHead)
		in := headRead{text: text, err: err}
		if errors.Is(err, secrets.ErrNoSecret) && known {
			_, err = t.secrets.Get(t.ctx, account, secrets.ClientSecret)
			in.foreign = errors.Is(err, secrets.ErrNoSecret)
			if err == nil || in.foreign {
				in.err = nil // a log from before heads were kept, or a new one
			}
		}
		if t.ctx.Err() == nil {
			t.post(in)
		}
	})
}

func (in headRead) perform(t *Till, now time.Time) {
	k := &t.keeper
	switch {
	case errors.Is(in.err, secrets.ErrNoSecret): // the first start
	case in.err != nil:
		k.retry = now.Add(keyAgain)
		return
	case in.foreign:
		t.diary.Warn("the keyring does not know this log")
		t.run(t.core.Step(now, core.Moved{Away: true}))
		return
	case in.text != "" && !t.holds(in.text):
		t.diary.Warn("the log is not the one that the keyring knows", "keyring", in.text, "log", t.log.Head().String())
		k.older = true
	}
	k.compared, k.next = true, now.Add(keepEvery)
	t.saveHead(t.ctx)
}

// holds says whether the log goes at least as far as the keyring knows.
func (t *Till) holds(text string) bool {
	head, err := storage.ParseHead(text)
	if err != nil {
		return false
	}
	held, err := t.log.Holds(head)
	return err != nil || held // a log that can't be read is said elsewhere
}

// saveHead keeps the log's end in the keyring, in a worker. It is a lower bound:
// the log may have grown since, but never be shorter.
func (t *Till) saveHead(ctx context.Context) {
	head := t.log.Head()
	if !t.keeper.compared || t.core.Stopped() {
		return
	}
	t.workers.Go(func() {
		if err := t.secrets.Set(ctx, order.Account{}, secrets.ChainHead, head.String()); err != nil && ctx.Err() == nil {
			t.diary.Warn("the log's end was not kept in the keyring", "error", err)
		}
	})
}

// keep does what is due every hour while trading.
func (t *Till) keep(now time.Time) {
	k := &t.keeper
	if !k.retry.IsZero() && !now.Before(k.retry) {
		k.retry = time.Time{}
		t.compareHead()
	}
	if k.next.IsZero() || now.Before(k.next) {
		return
	}
	k.next = now.Add(keepEvery)
	t.saveHead(t.ctx)
	if t.log.Seq() != k.backedUp && !t.core.Stopped() {
		t.workers.Go(func() {
			b, err := t.log.Backup(now)
			t.post(backedUp{b, err})
		})
	}
}

func (in backedUp) perform(t *Till, _ time.Time) {
	t.keeper.failed = core.Text{}
	if in.err != nil {
		t.diary.Error("no backup", "error", in.err)
		t.keeper.failed = core.Text{Key: "banner.backup"}
		if held := (*storage.Held)(nil); errors.As(in.err, &held) {
			t.keeper.failed = core.Text{Key: "banner.backup_held", Values: map[string]any{"File": held.Path}}
		}
		return
	}
	t.diary.Info("backup", "path", in.backup.Path)
	t.keeper.backedUp = in.backup.Seq
}

// endKeeping keeps the log's end and makes the closing backup, once the loop has
// ended.
func (t *Till) endKeeping() {
	if t.core.Stopped() || t.log.Seq() == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	t.saveHead(ctx)
	if t.log.Seq() != t.keeper.backedUp && t.hasTime() {
		b, err := t.log.Backup(time.Now())
		backedUp{b, err}.perform(t, time.Now())
	}
	t.workers.Wait()
}

// Hurry is told that there are seconds for the end of the till, before Run is ended. It
// may be called from any goroutine.
func (t *Till) Hurry() { t.hurried.Store(true) }

// hasTime says whether the closing backup surely fits into what time there is.
func (t *Till) hasTime() bool {
	size, err := t.log.Size()
	return !t.hurried.Load() || err == nil && size <= hastyCopy
}

// perform takes over a log that the keyring does not know: its secret is proven
// and kept, and the till gets a new code, so that its orders and those of the
// till it was copied from can be told apart.
func (c MoveIn) perform(t *Till, _ time.Time) {
	s := t.settings()
	code := strings.ToUpper(strings.TrimSpace(c.Till))
	switch {
	case !t.core.Moved() || t.setup.Busy:
		return
	case code == s.Till:
		t.setup.fail(errSameTill)
		return
	case order.Pasted(c.Secret) == "":
		t.setup.fail(ErrSecretMissing)
		return
	}
	s.Till = code
	t.prepare(SetUp{Settings: s, Secret: c.Secret}, Setup{})
}

// movedIn ends the state of being moved.
func (t *Till) movedIn(now time.Time) {
	if !t.core.Moved() {
		return
	}
	t.run(t.core.Step(now, core.Moved{Away: false}))
	t.keeper.compared, t.keeper.next = true, now.Add(keepEvery)
	t.saveHead(t.ctx)
}

// keeperBanner is what staff should know about the log as a whole.
func (t *Till) keeperBanner() core.Text {
	switch k := t.keeper; {
	case k.older && k.owes:
		return core.Text{Key: "banner.older_owes"}
	case k.older:
		return core.Text{Key: "banner.older", Values: map[string]any{"Count": k.recalled}}
	default:
		return k.failed
	}
}
