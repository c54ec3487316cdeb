package main

import "qrtill/app/order"

// point is a moment at which the till can be killed.
type point uint8

const (
	nowhere          point = iota
	createdUnwritten       // before the new order is on disk
	createdWritten         // on disk, and nothing sent
	createLeft             // the creation is under way
	codeUnwritten          // the creation's end has come, and is not on disk
	codeWritten            // on disk, and the code not shown yet
	shown                  // the code is on the customer's screen
	askLeft                // a question is under way
	answerCame             // its answer has come, and nobody has looked at it
	finalUnwritten         // a final answer is not on disk yet
	answerWritten          // an answer is on disk
	dismissUnwritten       // staff have closed the code, or its time is over
	dismissWritten         // and that is on disk
	points                 // of a sale

	refundUnwritten    // before a refund is on the disk
	refundLeft         // the refund is under way
	refundEndUnwritten // its end has come, and is not on disk
	between            // any two effects of the core
	allPoints
)

var pointNames = [allPoints]string{
	"", "before the new order was written", "before the creation was sent", "while the creation was under way",
	"before the creation's end was written", "before the code was shown", "while the code was shown",
	"while a question was under way", "when an answer had come", "before a final answer was written",
	"after an answer was written", "before the dismissal was written", "after the dismissal was written",
	"", "before the refund was written", "while the refund was under way", "before the refund's end was written",
	"between two effects",
}

func (p point) String() string { return pointNames[p] }

func pointBefore(e *order.Event) point {
	switch e.Kind {
	case order.Created:
		return createdUnwritten
	case order.CreateAnswered, order.Unanswered, order.Refused:
		return codeUnwritten
	case order.Answered:
		if e.Answer != nil && (e.Answer.Status == succeeded || e.Answer.Status == cancelled) {
			return finalUnwritten
		}
	case order.Dismissed:
		return dismissUnwritten
	case order.RefundRequested, order.RefundSentAgain:
		return refundUnwritten
	case order.RefundAnswered, order.RefundUnanswered, order.RefundRefused:
		return refundEndUnwritten
	}
	return nowhere
}

func pointAfter(e *order.Event) point {
	switch e.Kind {
	case order.Created:
		return createdWritten
	case order.CreateAnswered, order.Unanswered, order.Refused:
		return codeWritten
	case order.Answered:
		return answerWritten
	case order.Dismissed:
		return dismissWritten
	}
	return between
}
