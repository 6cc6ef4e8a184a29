"""Spanish: words that a text may use only with proof, or not at all."""

from summaries.checking.lexicon import Lexicon, claims_of, words_of
from summaries.checking.spanish_openers import OPENERS
from summaries.facts import Claim

CLAIM_WORDS = claims_of(
    {
        Claim.RECORD: """
            récord récords record records plusmarca superó supera superado superada superar batió
            bate batido batida batir rompió rompe
        """,
        Claim.BEST: "mejor mejores pico picos óptimo",
        Claim.FIRST: "primer primero primera primeros primeras debut estreno inaugural",
        Claim.BASELINE: "referencia referencias",
        Claim.CANDIDATE: "candidato candidata candidatos candidatas provisional pendiente",
        Claim.EIGHT_WEEKS: "semanas",
        Claim.ONE_YEAR: "año anual anualmente",
        Claim.ALL_TIME: "nunca jamás siempre historia histórico histórica vida",
        Claim.UP: """
            mejoró mejora mejoran mejoras mejorado mejorar mejoría subió sube suben subieron subido
            subiendo aumentó aumenta aumentan aumentado aumento aumentando creció crece crecido
            ganó gana ganado ganando ganaste mejoraste subiste superior mayor arriba progresó
        """,
        Claim.DOWN: """
            cayó cae caen cayeron caída caídas cayendo bajó baja bajan bajaron bajado bajando
            bajaste descendió desciende descendido descenso perdió pierde perdido perdida pérdida
            perdiendo perdiste disminuyó disminuye disminuido disminución redujo inferior peor
            menor deriva abajo
        """,
        Claim.STEADY: """
            constante constantes constantemente estable estables uniforme uniformes regular
            regulares regularidad parejo pareja igual invariable
        """,
        Claim.UNEVEN: "irregular irregulares desigual desiguales errático errática",
        Claim.HIGHEST: "máximo máxima máximos máximas",
        Claim.LOWEST: "mínimo mínima mínimos mínimas",
        Claim.PAUSE: "pausa pausas parada paradas paró detuvo",
        Claim.DROPOUT: "hueco huecos corte cortes falta faltan",
        Claim.REPAIR: """
            reparado reparada reparados reparadas reparó corregido corregida corregidos corregidas
            sustituido sustituida sustituidas
        """,
        Claim.CLIMB: "desnivel puerto puertos montaña montañas ascenso ascensión cuesta cuestas",
        Claim.EARLIER: "anterior anteriores anteriormente",
        Claim.PLAN: "planificado planificada previsto prevista programado programada prescrito",
        Claim.FRESHNESS: "fresco fresca frescura fatiga fatigado fatigada forma condición",
        Claim.TEMPERATURE: "calor caluroso frío temperatura",
        Claim.RACE: "carrera carreras compitió competición",
        Claim.TEST: "test tests prueba pruebas",
    }
)

_HARDER = words_of(
    """
    duro dura duros duras largo larga largos largas corto corta cortos cortas rápido rápida rápidos
    rápidas lento lenta lentos lentas fácil fáciles difícil difíciles pesado pesada ligero ligera
    exigente exigentes intenso intensa
    """
)

SPANISH = Lexicon(
    name="Spanish",
    number_words=words_of(
        """
        cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince
        dieciséis dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés
        veinticuatro veinticinco treinta cuarenta cincuenta sesenta setenta ochenta noventa cien
        ciento cientos doscientos doscientas trescientos trescientas cuatrocientos quinientos
        quinientas seiscientos setecientos ochocientos novecientos mil miles millón millones docena
        docenas doble dobles triple triples cuádruple duplicó triplicó mitad mitades tercio tercios
        tercero tercera tercer cuarto cuarta quinto quinta sexto sexta séptimo séptima octavo octava
        noveno novena décimo décima segunda quincena
        """
    ),
    half="mitad",
    half_of=words_of("primera segunda última"),
    second="segunda",
    unit_words=words_of(
        """
        w vatio vatios watt watts kw ppm lpm bpm latidos rpm km kms kilómetro kilómetros
        kilometro kilometros m metro metros milla millas kmh h hora horas min mins minuto minutos
        s seg segundo segundos kg kilo kilos kilogramo kilogramos julio julios kilojulio kilojulios
        kj kcal caloría calorías nm newton newtons porcentaje porcentajes punto puntos grado grados
        celsius tss
        """
    ),
    medical_words=words_of(
        """
        médico médica médicos doctor doctora fisio fisioterapeuta medicación medicamento
        medicamentos medicina ibuprofeno paracetamol analgésico analgésicos dosis receta diagnóstico
        síntoma síntomas síndrome enfermedad enfermo enferma infección virus fiebre gripe covid
        lesión lesiones lesionado lesionada dolor dolores duele duelen molestia molestias esguince
        tendón tendinitis inflamación inflamado arritmia cardíaco cardiólogo hipertensión anemia
        hierro ferritina suplemento suplementos hormona hormonas testosterona sangre
        sobreentrenamiento sobreentrenado tratamiento terapia hospital clínica cirugía asma mareo
        mareos náusea náuseas vómito vómitos menstruación embarazo dieta peso
        """
    ),
    unprovable_words=words_of(
        """
        porque debido gracias causa causas causó causado razón razones motivo motivos explica
        explican explicación consecuencia culpa atribuible sueño dormir durmió dormiste estrés
        estresado estresante viaje viajes nutrición comida comer comió alimentación carbohidratos
        hidratación deshidratación bebida cafeína café alcohol motivación motivado motivada sintió
        siente sentir sentiste sensación sensaciones disfrutó disfrutar disfrutaste feliz contento
        triste enfadado nervioso nerviosa confianza cansado cansada cansancio agotado agotada
        agotamiento agujetas piernas viento lluvia lluvioso llovió tormenta nieve hielo humedad
        soleado clima meteorología grupo pelotón compañero compañera compañeros rebufo rodillo
        interior exterior cinta tráfico pinchazo avería accidente neumático neumáticos
        """
    ),
    unstated_words=words_of(
        """
        habitual habituales habitualmente normal normalmente típico típica usual usualmente
        inusual reciente recientes recientemente últimamente hace semana semanal mes meses mensual
        verano invierno primavera otoño década décadas años ayer mañana días temporada hito enero
        febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
        """
    ),
    unstated_pairs=frozenset(
        (degree, word) for degree in ("más", "menos", "tan") for word in _HARDER
    ),
    claim_words=CLAIM_WORDS,
    claim_pairs={
        ("mejor", "marca"): Claim.RECORD,
        ("marca", "personal"): Claim.RECORD,
        ("nueva", "marca"): Claim.RECORD,
        ("nuevo", "máximo"): Claim.RECORD,
        ("última", "vez"): Claim.EARLIER,
        ("vez", "anterior"): Claim.EARLIER,
        ("más", "fuerte"): Claim.HIGHEST,
        ("más", "alto"): Claim.HIGHEST,
        ("más", "alta"): Claim.HIGHEST,
        ("más", "débil"): Claim.LOWEST,
        ("más", "bajo"): Claim.LOWEST,
        ("más", "baja"): Claim.LOWEST,
        ("sin", "potencia"): Claim.NO_POWER,
        ("sin", "frecuencia"): Claim.NO_HEART_RATE,
        ("sin", "pulsaciones"): Claim.NO_HEART_RATE,
    },
    negations=words_of("no sin ni nada nunca tampoco ningún ninguna ninguno apenas"),
    side_words={
        **dict.fromkeys(words_of("más sobre encima arriba"), Claim.UP),
        **dict.fromkeys(words_of("menos bajo debajo abajo"), Claim.DOWN),
    },
    training_words={
        "vo2max": "vo2max",
        "umbral": "umbral",
        "anaeróbico": "anaeróbic",
        "anaeróbica": "anaeróbic",
        "neuromuscular": "neuromuscular",
        "tempo": "tempo",
        "sprint": "neuromuscular",
        "sprints": "neuromuscular",
    },
    quantity_units={
        "potencia": ("W", "W/kg", "%", "potencia crítica", "potencia"),
        "pulsaciones": ("ppm", "%", "pulsaciones"),
        "pulso": ("ppm", "%"),
        "cardíaca": ("ppm", "%"),
        "cadencia": ("rpm",),
        "distancia": ("km", "mi"),
        "velocidad": ("km/h", "mph"),
        "desnivel": ("m", "ft"),
    },
    links=words_of("de fue era estuvo a en media medias cerca unos unas los las el la con"),
    common_words=words_of(
        """
        de la el en y a con que los las del un una por para su tu se al lo fue es sin no más del
        desde hasta entre
        """
    ),
    foreign_words=words_of(
        """
        the and of with is was were for from this that der die das und mit ist nicht ein eine auf
        les des du et avec une dans pour est gli che di per het van een op il
        """
    ),
    openers=OPENERS,
    allowed_capitals=frozenset({"VO2max", "VO2", "FTP", "CP", "FC", "W'"}),
)
