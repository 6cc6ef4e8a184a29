"""Examples of the answer that a prompt shows: shape and tone, never figures."""

from summaries.facts import Language

_ENGLISH = (
    '{"sentences":[{"text":"{f2} rode {f3} on {f4}: {f9} and {f12} of {f7} work.",'
    '"facts":["f2","f3","f4","f9","f12","f7"]},'
    '{"text":"The main set was {f30} at {f35}, with heart rate at {f38}.",'
    '"facts":["f30","f35","f38"]},'
    '{"text":"Power fell {f41} from the first effort to the last; look at the pacing of the '
    'opening effort before adding repetitions.","facts":["f41"]}]}',
    '{"sentences":[{"text":"{f2} put {f8} into {f4} {f6}.","facts":["f2","f8","f4","f6"]},'
    '{"text":"{f51} for {f50} is the best of {f53}, {f54} up on the previous {f55}.",'
    '"facts":["f51","f50","f53","f54","f55"]},'
    '{"text":"Power per heartbeat moved by just {f22} between the halves, so this duration is well '
    'in hand.","facts":["f22"]}]}',
)

_SPANISH = (
    '{"sentences":[{"text":"{f2} hizo {f8} de {f9} y {f12} el {f4} por la {f6}.",'
    '"facts":["f2","f8","f9","f12","f4","f6"]},'
    '{"text":"El bloque principal fue {f30} a {f35}, con {f38} de media.",'
    '"facts":["f30","f35","f38"]},'
    '{"text":"La potencia cayó {f41} del primer esfuerzo al último; conviene cuidar el ritmo del '
    'comienzo.","facts":["f41"]}]}',
)
GOOD_EXAMPLES = {Language.ENGLISH: _ENGLISH, Language.SPANISH: _SPANISH}

# What comes back most often, and why it is refused.
BAD_EXAMPLES = (
    ("Held {f35} for five minutes.", "a number word stands outside a slot"),
    ("A record of {f14}.", "f14 does not support the claim: it is the mean of the ride"),
    ("Power faded because of the heat.", "no fact holds a cause"),
)
