//! Where an order stands, and what may happen to it there.

use kit_core::Text;
use kit_db::stored_as_code;

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderState {
    /// It is written, and asks nobody yet.
    Draft,
    /// It asks for its payment.
    Sent,
    /// A part of the money has come.
    PartPaid,
    /// All of the money has come, and the credits with it.
    Paid,
    /// Somebody took it back before it was paid.
    Cancelled,
    /// Nobody paid it in time.
    Expired,
    /// It was paid, and the money went back.
    Refunded,
    /// It was paid, and the payer asks the bank or the provider for the money.
    Disputed,
}

/// What happens to an order: the kinds of lines of its timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// It was made.
    Made,
    /// It went out.
    Sent,
    /// A part of its money came.
    Received,
    /// The rest of its money came, and its credits were made.
    Settled,
    /// Money came that it could not take: it became an advance.
    Advanced,
    /// It was taken back.
    Cancelled,
    /// Its time was over.
    Expired,
    /// The payer disputes the payment.
    Disputed,
    /// The dispute ended for the publisher.
    Won,
    /// A part of the money went back.
    Returned,
    /// All of the money went back.
    Refunded,
}

impl OrderState {
    /// Every state, in the order of an order's life.
    pub const ALL: [OrderState; 8] = [
        OrderState::Draft,
        OrderState::Sent,
        OrderState::PartPaid,
        OrderState::Paid,
        OrderState::Cancelled,
        OrderState::Expired,
        OrderState::Refunded,
        OrderState::Disputed,
    ];

    /// The name in addresses and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            OrderState::Draft => "draft",
            OrderState::Sent => "sent",
            OrderState::PartPaid => "part_paid",
            OrderState::Paid => "paid",
            OrderState::Cancelled => "cancelled",
            OrderState::Expired => "expired",
            OrderState::Refunded => "refunded",
            OrderState::Disputed => "disputed",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<OrderState> {
        OrderState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            OrderState::Draft => Text::new("orders-state-draft"),
            OrderState::Sent => Text::new("orders-state-sent"),
            OrderState::PartPaid => Text::new("orders-state-part-paid"),
            OrderState::Paid => Text::new("orders-state-paid"),
            OrderState::Cancelled => Text::new("orders-state-cancelled"),
            OrderState::Expired => Text::new("orders-state-expired"),
            OrderState::Refunded => Text::new("orders-state-refunded"),
            OrderState::Disputed => Text::new("orders-state-disputed"),
        }
    }

    /// Where an order stands after `event`; none where it cannot happen. `before` is none for an order that is not there yet.
    pub const fn after(before: Option<OrderState>, event: Event) -> Option<OrderState> {
        use OrderState::{Cancelled, Disputed, Draft, Expired, Paid, PartPaid, Refunded, Sent};
        match (before, event) {
            (None, Event::Made) => Some(Draft),
            (Some(Draft), Event::Sent) => Some(Sent),
            (Some(Sent | PartPaid), Event::Received) => Some(PartPaid),
            (Some(Sent | PartPaid), Event::Settled) | (Some(Disputed), Event::Won) => Some(Paid),
            (Some(Draft | Sent | PartPaid), Event::Cancelled) => Some(Cancelled),
            (Some(Sent), Event::Expired) => Some(Expired),
            (Some(Paid), Event::Disputed) => Some(Disputed),
            (Some(PartPaid), Event::Returned) => Some(PartPaid),
            (Some(Paid | Disputed), Event::Returned) => Some(Paid),
            // Nothing is there any more, and no credits were made: it asks for its payment again.
            (Some(PartPaid), Event::Refunded) => Some(Sent),
            (Some(Paid | Disputed), Event::Refunded) => Some(Refunded),
            (Some(Paid | Cancelled | Expired | Refunded | Disputed), Event::Advanced) => before,
            _ => None,
        }
    }

    /// Whether money can pay it.
    pub const fn takes_money(self) -> bool {
        OrderState::after(Some(self), Event::Settled).is_some()
    }

    /// Whether nothing of it is paid and it still can be.
    pub const fn is_unpaid(self) -> bool {
        matches!(self, OrderState::Draft | OrderState::Sent)
    }

    /// Whether all of its money came, whatever became of it later: its credits were made.
    pub const fn was_settled(self) -> bool {
        matches!(self, OrderState::Paid | OrderState::Disputed | OrderState::Refunded)
    }

    /// Its tone as a badge.
    pub const fn tone(self) -> &'static str {
        match self {
            OrderState::Draft | OrderState::Cancelled => "neutral",
            OrderState::Sent | OrderState::Refunded => "info",
            OrderState::PartPaid | OrderState::Expired => "warning",
            OrderState::Paid => "success",
            OrderState::Disputed => "danger",
        }
    }

    /// The name of its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            OrderState::Draft => "pencil",
            OrderState::Sent => "send",
            OrderState::PartPaid => "circle-dashed",
            OrderState::Paid => "circle-check",
            OrderState::Cancelled => "circle-x",
            OrderState::Expired => "hourglass",
            OrderState::Refunded => "arrows-exchange",
            OrderState::Disputed => "alert-triangle",
        }
    }
}

stored_as_code!(OrderState);

impl Event {
    /// Every event.
    pub const ALL: [Event; 11] = [
        Event::Made,
        Event::Sent,
        Event::Received,
        Event::Settled,
        Event::Advanced,
        Event::Cancelled,
        Event::Expired,
        Event::Disputed,
        Event::Won,
        Event::Returned,
        Event::Refunded,
    ];

    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Event::Made => "made",
            Event::Sent => "sent",
            Event::Received => "received",
            Event::Settled => "settled",
            Event::Advanced => "advanced",
            Event::Cancelled => "cancelled",
            Event::Expired => "expired",
            Event::Disputed => "disputed",
            Event::Won => "won",
            Event::Returned => "returned",
            Event::Refunded => "refunded",
        }
    }

    /// The event with this name.
    pub fn from_code(code: &str) -> Option<Event> {
        Event::ALL.into_iter().find(|event| event.code() == code)
    }

    /// What the timeline says.
    pub const fn label(self) -> Text {
        match self {
            Event::Made => Text::new("orders-event-made"),
            Event::Sent => Text::new("orders-event-sent"),
            Event::Received => Text::new("orders-event-received"),
            Event::Settled => Text::new("orders-event-settled"),
            Event::Advanced => Text::new("orders-event-advanced"),
            Event::Cancelled => Text::new("orders-event-cancelled"),
            Event::Expired => Text::new("orders-event-expired"),
            Event::Disputed => Text::new("orders-event-disputed"),
            Event::Won => Text::new("orders-event-won"),
            Event::Returned => Text::new("orders-event-returned"),
            Event::Refunded => Text::new("orders-event-refunded"),
        }
    }

    /// The name of its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            Event::Made => "pencil",
            Event::Sent => "send",
            Event::Received => "circle-dashed",
            Event::Settled | Event::Won => "circle-check",
            Event::Advanced => "coins",
            Event::Cancelled => "circle-x",
            Event::Expired => "hourglass",
            Event::Disputed => "alert-triangle",
            Event::Returned | Event::Refunded => "arrows-exchange",
        }
    }
}

stored_as_code!(Event);

#[cfg(test)]
mod tests {
    use super::*;

    /// Every step that is allowed, by the names of before, event and after; all others are forbidden.
    const STEPS: [(&str, &str, &str); 23] = [
        ("", "made", "draft"),
        ("draft", "sent", "sent"),
        ("draft", "cancelled", "cancelled"),
        ("sent", "received", "part_paid"),
        ("sent", "settled", "paid"),
        ("sent", "cancelled", "cancelled"),
        ("sent", "expired", "expired"),
        ("part_paid", "received", "part_paid"),
        ("part_paid", "settled", "paid"),
        ("part_paid", "cancelled", "cancelled"),
        ("part_paid", "returned", "part_paid"),
        ("part_paid", "refunded", "sent"),
        ("paid", "disputed", "disputed"),
        ("paid", "returned", "paid"),
        ("paid", "refunded", "refunded"),
        ("paid", "advanced", "paid"),
        ("cancelled", "advanced", "cancelled"),
        ("expired", "advanced", "expired"),
        ("refunded", "advanced", "refunded"),
        ("disputed", "advanced", "disputed"),
        ("disputed", "won", "paid"),
        ("disputed", "returned", "paid"),
        ("disputed", "refunded", "refunded"),
    ];

    #[test]
    fn an_order_goes_these_ways_and_no_others() {
        let befores = std::iter::once(None).chain(OrderState::ALL.map(Some));
        for before in befores {
            for event in Event::ALL {
                let named = before.map_or("", OrderState::code);
                let step = STEPS.iter().find(|(from, by, _)| *from == named && *by == event.code());
                let after = OrderState::after(before, event).map(OrderState::code);
                assert_eq!(after, step.map(|(_, _, to)| *to), "{named} {}", event.code());
            }
        }
    }

    #[test]
    fn codes_lead_back() {
        for state in OrderState::ALL {
            assert_eq!(OrderState::from_code(state.code()), Some(state));
        }
        for event in Event::ALL {
            assert_eq!(Event::from_code(event.code()), Some(event));
        }
        assert_eq!(OrderState::from_code("lost"), None);
    }

    #[test]
    fn money_is_taken_until_it_is_all_there() {
        let taking: Vec<OrderState> = OrderState::ALL.into_iter().filter(|state| state.takes_money()).collect();
        assert_eq!(taking, [OrderState::Sent, OrderState::PartPaid]);
    }
}
