package payments

import (
	"context"
	"regexp"
	"time"
)

// When tokens die young. At some gateways a new token ends the one before, so
// two programs with the same credentials end each other's all the time.
const (
	deathsWithin = 10 * time.Minute // two of them say that there is such a program
	calm         = time.Minute      // a token that is good for so long says that it is gone
	deaf         = 10 * time.Minute // how long words about a token are not believed that a new one did not cure
	hopeless     = 4                // refusals on end are something else: no token is good here
)

// fate is what is known of how our tokens end. It is guarded by the lock of tokens.
//
// One that was refused early has died young if the same question with another was
// answered: some gateways also refuse what they don't want to be asked.
// After the second death the account is contended: renewal and call go together,
// as a pair, with nothing of ours between them. That hides further deaths, so a
// minute later questions go with the token that is there: it is good for a
// minute, and all is well again, or it was ended, and the pairs go on.
type fate struct {
	contended bool
	died      time.Time // when a token last died young; zero: never
	refused   time.Time // when one was refused early, and it isn't known why; zero: none
	refusals  int       // since a token was last accepted
	worded    bool      // the last refusal was one in words
	unheard   time.Time // since when words are not believed
}

// sound says that a call to which so much hangs may go with a token that was
// made before it.
func (f *fate) sound() bool { return !f.contended && !within(f.died, deathsWithin) }

func within(t time.Time, d time.Duration) bool { return !t.IsZero() && elapsed(t) < d }

// accepted hears that the gateway has taken a token of some age; cured says that it
// did not take the one before for the same question.
func (f *fate) accepted(age time.Duration, cured bool) {
	switch {
	case cured && !f.refused.IsZero():
		f.contended = f.contended || within(f.died, deathsWithin)
		f.died = time.Now()
	case f.contended && age >= calm:
		f.contended = false
	}
	f.refusals, f.worded, f.refused = 0, false, time.Time{}
}

// rejected hears that it has not, early in its life or late.
func (f *fate) rejected(early bool) {
	if early && f.refused.IsZero() {
		f.refused = time.Now()
	}
	if f.refusals++; f.refusals >= hopeless {
		f.contended = false
	}
}

// attempt is how a call goes out: once and for all, or for the first or second time.
type attempt uint8

const (
	acting attempt = iota
	first
	second
)

// judge takes what an answer says of the token that was sent. It reports
// whether the same question is worth asking again, with another.
func (t *tokens) judge(sent string, failure *Error, by attempt) (again bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	worded := failure != nil && failure.Kind == KindRefused && ofToken(failure.Message) && !within(t.unheard, deaf)
	switch {
	case failure == nil, failure.Kind == KindRefused && !worded:
		if sent == t.value {
			t.accepted(elapsed(t.asked), by == second)
		}
		return false
	case failure.Kind != KindAuth && !worded:
		return false // not a word about it
	case sent != t.value:
		return true // a newer one is here
	case worded && t.worded: // a new one was no cure, so it isn't the token that they speak of
		t.unheard, t.worded, t.refused = time.Now(), false, time.Time{}
		return false
	case worded && by == acting: // nobody will see whether a new one is a cure
		t.value = ""
		return true
	}
	t.worded = worded
	t.rejected(t.lives(t.life / 2))
	if by != second { // else it was made a moment ago: what it was not good for may be the question
		t.value = ""
	}
	return true
}

// ofToken finds what ails a token near its name, in a refusal. A refusal of
// something else that has to do with tokens or permissions is none.
func ofToken(message string) bool {
	return aboutToken.MatchString(message) && !ofOther.MatchString(message)
}

var (
	aboutToken = regexp.MustCompile(`(?i)` +
		`\b(access|auth|bearer)?[ _-]?token\b.{0,20}\b(expired?|expires|invalid|missing|revoked|required|empty|illegal|incorrect|wrong|mismatch|failed|error|(not|no longer) valid|not (found|exist))\b` +
		`|\b(expired|invalid|missing|revoked|no|bad|illegal|incorrect|wrong|unknown)\b.{0,20}\b(access|auth|bearer)?[ _-]?token\b` +
		`|令牌.{0,6}(过期|失效|无效|過期|失效|無效)|(过期|失效|无效|過期|失效|無效).{0,6}令牌`)
	ofOther = regexp.MustCompile(`(?i)\b(payment|pay|card|code|qr|device|push|wallet|customer)[ _-]?token|token[ _-]?(payment|method)|method|permission`)
)

// isContended says that other programs end our tokens.
func (t *tokens) isContended() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.contended
}

// enter gives a call its token. It lasts until done: what must not come between
// the two waits meanwhile.
func (c *Client) enter(ctx context.Context, acts bool) (token string, done func(), failure *Error) {
	t := &c.tokens
	t.mu.Lock()
	contended, sound := t.contended, t.sound()
	t.mu.Unlock()
	done = func() {}
	if contended || acts && !sound {
		select {
		case c.pairing <- struct{}{}:
			done = func() { <-c.pairing }
		case <-ctx.Done():
			return "", done, &Error{Op: opToken, Kind: KindNotSent, Err: ctx.Err(), Contended: contended}
		}
	}
	switch {
	case acts:
		token, failure = c.tokenToAct(ctx)
	default:
		token, failure = c.tokenToAsk(ctx)
	}
	if failure != nil {
		failure.Contended = contended
		done()
	}
	return token, done, failure
}

// tokenToAsk is for a question, which may be asked again: it goes with any token
// that may be good rather than not at all.
func (c *Client) tokenToAsk(ctx context.Context) (string, *Error) {
	t := &c.tokens
	t.mu.Lock()
	pair := t.contended && (within(t.died, calm) || !t.lives(queryLeft))
	t.mu.Unlock()
	if !pair {
		return c.token(ctx, queryLeft)
	}
	fresh, failure := c.freshToken(ctx, t.pace.pairs)
	if failure != nil {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.lives(0) {
			return t.value, nil
		}
	}
	return fresh, failure
}

// tokenToAct is for what is never sent twice, so that a token that was ended
// leaves an order in doubt. People make those, and few: no bucket stops one.
func (c *Client) tokenToAct(ctx context.Context) (string, *Error) {
	t := &c.tokens
	t.mu.Lock()
	sound, contended := t.sound(), t.contended
	t.mu.Unlock()
	if !sound {
		if fresh, failure := c.freshToken(ctx); failure == nil || contended {
			return fresh, failure
		}
	}
	return c.token(ctx, createLeft)
}

// tell notes when it begins and when it ends.
func (c *Client) tell(ctx context.Context, was, is bool) {
	switch {
	case is && !was:
		c.log.WarnContext(ctx, "tokens die young: another program uses the same credentials")
	case was && !is:
		c.log.InfoContext(ctx, "tokens live again")
	}
}
